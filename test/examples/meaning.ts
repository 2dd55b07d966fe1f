/**
 * What an object of the task means, with everything taken away that means nothing: names of objects, subsets and ports (each
 * replaced by what it refers to), defaults that are written or not, the order of keys.
 */
import { Manifest } from '../../lib/audit/manifest/manifest';

interface Leg {
  readonly match: readonly {
    readonly gateways: readonly string[];
    readonly port: number;
    readonly sniHosts?: readonly string[];
  }[];
  readonly route: readonly {
    readonly destination: { host: string; subset?: string; port: { number: number } };
    weight?: number;
  }[];
}

interface Spec {
  readonly hosts?: readonly string[];
  readonly host?: string;
  readonly location?: string;
  readonly resolution?: string;
  readonly ports?: readonly { readonly number: number; readonly protocol: string }[];
  readonly selector?: object;
  readonly servers?: readonly {
    readonly port: { number: number; protocol: string };
    hosts: readonly string[];
    tls?: object;
  }[];
  readonly subsets?: readonly { readonly name: string; readonly trafficPolicy?: object }[];
  readonly gateways?: readonly string[];
  readonly http?: readonly Leg[];
  readonly tls?: readonly Leg[];
}

/** The meaning of each object of a part, by kind; a part has at most one of each. */
export function meanings(manifests: readonly Manifest[]): Record<string, object> {
  return Object.fromEntries(manifests.map((manifest) => [manifest.kind, meaning(manifest, manifests)]));
}

function meaning(manifest: Manifest, all: readonly Manifest[]): object {
  const spec = manifest.spec as Spec;
  const namespace = manifest.metadata.namespace ?? 'default';
  switch (manifest.kind) {
    case 'ServiceEntry':
      return {
        namespace,
        hosts: spec.hosts,
        location: spec.location ?? 'MESH_EXTERNAL',
        resolution: spec.resolution,
        ports: spec.ports?.map(({ number, protocol }) => ({ number, protocol })),
      };
    case 'Gateway':
      return {
        namespace,
        selector: spec.selector,
        servers: spec.servers?.map(({ port: { number, protocol }, hosts, tls }) => ({ number, protocol, hosts, tls })),
      };
    case 'DestinationRule':
      return { namespace, host: spec.host, subsets: spec.subsets?.map(({ trafficPolicy }) => ({ trafficPolicy })) };
    case 'VirtualService':
      return {
        namespace,
        hosts: spec.hosts,
        gateways: spec.gateways?.map((gateway) => reference(gateway, namespace, all)).sort(),
        http: spec.http?.map((leg) => legMeaning(leg, namespace, all)),
        tls: spec.tls?.map((leg) => legMeaning(leg, namespace, all)),
      };
    default:
      return { namespace, spec };
  }
}

/** A gateway by what it is: `mesh`, or the Gateway object of this part wherever it lives. */
function reference(gateway: string, namespace: string, all: readonly Manifest[]): string {
  if (gateway === 'mesh') return gateway;
  const full = gateway.includes('/') ? gateway : `${namespace}/${gateway}`;
  const found = all.find(
    ({ kind, metadata }) => kind === 'Gateway' && `${metadata.namespace ?? 'default'}/${metadata.name}` === full,
  );
  return found ? 'the gateway of this part' : `no gateway ${full}`;
}

function legMeaning(leg: Leg, namespace: string, all: readonly Manifest[]): object {
  const rule = all.find(({ kind }) => kind === 'DestinationRule')?.spec as Spec | undefined;
  return {
    match: leg.match.map(({ gateways, port, sniHosts }) => ({
      gateways: gateways.map((gateway) => reference(gateway, namespace, all)),
      port,
      sniHosts,
    })),
    route: leg.route.map(({ destination: { host, subset, port }, weight }) => ({
      host,
      port: port.number,
      subset: subset !== undefined && (rule?.subsets?.some(({ name }) => name === subset) ? 'of this part' : 'missing'),
      weight: weight ?? 100,
    })),
  };
}
