/**
 * The manifests of a mesh, sorted by kind and age, with every name resolved to its full form once.
 */
import { discovered } from './discovery';
import { gatewayServicesOf } from './gateway-services';
import { fullName } from './hosts';
import { compare, MESH, Resource, VirtualService } from './resource';
import {
  ApiRouteSpec,
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  ServiceEntrySpec,
  SidecarSpec,
  VirtualServiceSpec,
} from './specs';
import { Manifest, nameOf } from '../manifest/manifest';
import { GatewayService, MeshSettings } from './settings';

export { compare, MESH } from './resource';
export type { Resource, VirtualService } from './resource';
export { serviceHost } from './gateway-services';

/** Two manifests of one object. */
export interface Twin {
  readonly replaced: Manifest;
  readonly by: Manifest;
}

/** The manifests of a mesh, by kind, and the settings of the mesh. */
export interface Mesh {
  /** Every object, oldest first. */
  readonly manifests: readonly Manifest[];
  /** Objects that are not in `manifests`, because a later manifest replaces them. */
  readonly twins: readonly Twin[];
  readonly settings: MeshSettings;
  readonly rootNamespace: string;
  readonly clusterDomain: string;
  readonly outboundPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** By full host name. */
  readonly gatewayServices: ReadonlyMap<string, GatewayService>;
  readonly serviceEntries: readonly Resource<ServiceEntrySpec>[];
  readonly virtualServices: readonly VirtualService[];
  readonly destinationRules: readonly Resource<DestinationRuleSpec>[];
  readonly gateways: readonly Resource<GatewaySpec>[];
  readonly sidecars: readonly Resource<SidecarSpec>[];
  readonly envoyFilters: readonly Resource<EnvoyFilterSpec>[];
  /** Routes of the Gateway API. */
  readonly apiRoutes: readonly Resource<ApiRouteSpec>[];
}

const ISTIO = 'networking.istio.io/';
const GATEWAY_API = 'gateway.networking.k8s.io/';

/** Returns the mesh that has these manifests and nothing else. */
export function readMesh(manifests: readonly Manifest[], settings: MeshSettings): Mesh {
  const { clusterDomain = 'cluster.local' } = settings;
  const { lasting, twins } = withoutTwins(manifests);
  const aged = discovered([...lasting].sort(olderFirst), settings);
  const byKind = istioObjects(aged);
  const ofKind = <Spec>(kind: string): Resource<Spec>[] =>
    (byKind.get(kind) ?? []).map((resource) => resource as Resource<Spec>);
  const gateways = ofKind<GatewaySpec>('Gateway');
  const virtualServices = exported(
    ofKind<VirtualServiceSpec>('VirtualService'),
    settings.defaultVirtualServiceExportTo,
  ).map(({ id, namespace, name, spec, manifest }, age) => ({
    id,
    namespace,
    name,
    spec,
    manifest,
    age,
    hosts: (spec.hosts ?? []).map((host) => fullName(host, namespace, clusterDomain)),
    gateways: spec.gateways?.length ? fullGatewayNames(spec.gateways, namespace) : [MESH],
  }));
  return {
    manifests: aged,
    twins,
    settings,
    rootNamespace: settings.rootNamespace ?? 'istio-system',
    clusterDomain,
    outboundPolicy: settings.outboundTrafficPolicy ?? 'ALLOW_ANY',
    gatewayServices: gatewayServicesOf({ manifests: aged, settings, clusterDomain, gateways, virtualServices }),
    serviceEntries: exported(ofKind<ServiceEntrySpec>('ServiceEntry'), settings.defaultServiceExportTo),
    virtualServices,
    destinationRules: exported(ofKind<DestinationRuleSpec>('DestinationRule'), settings.defaultDestinationRuleExportTo),
    gateways,
    sidecars: ofKind<SidecarSpec>('Sidecar'),
    envoyFilters: ofKind<EnvoyFilterSpec>('EnvoyFilter'),
    apiRoutes: aged.filter(isApiRoute).map((m) => resourceOf<ApiRouteSpec>(m)),
  };
}

/** Returns the objects with the default of `exportTo`, if there is one, in place of an absent field. */
function exported<Spec extends { readonly exportTo?: readonly string[] }>(
  objects: readonly Resource<Spec>[],
  exportTo: readonly string[] | undefined,
): readonly Resource<Spec>[] {
  if (exportTo === undefined) return objects;
  return objects.map((each) => (each.spec.exportTo?.length ? each : { ...each, spec: { ...each.spec, exportTo } }));
}

/** Returns the objects of Istio's networking API by kind. */
function istioObjects(aged: readonly Manifest[]): ReadonlyMap<string, readonly Resource<unknown>[]> {
  const byKind = new Map<string, Resource<unknown>[]>();
  for (const manifest of aged) {
    if (!manifest.apiVersion.startsWith(ISTIO)) continue;
    const resource = resourceOf(manifest);
    const known = byKind.get(manifest.kind);
    if (known) known.push(resource);
    else byKind.set(manifest.kind, [resource]);
  }
  return byKind;
}

/** Separates the manifests that a later manifest of the same object replaces, as `kubectl apply` does without a word. */
function withoutTwins(manifests: readonly Manifest[]): {
  readonly lasting: Iterable<Manifest>;
  readonly twins: Twin[];
} {
  const lasting = new Map<string, Manifest>();
  const twins: Twin[] = [];
  for (const manifest of manifests) {
    const [group] = manifest.apiVersion.split('/');
    const key = `${group} ${nameOf(manifest)}`;
    const replaced = lasting.get(key);
    if (replaced !== undefined) twins.push({ replaced, by: manifest });
    lasting.set(key, manifest);
  }
  return { lasting: lasting.values(), twins };
}

function isApiRoute({ apiVersion, kind }: Manifest): boolean {
  return apiVersion.startsWith(GATEWAY_API) && kind.endsWith('Route');
}

/** Returns the gateways of a VirtualService as `namespace/name`. A name without a namespace is of the namespace of the VirtualService. */
export function fullGatewayNames(names: readonly string[], namespace: string): string[] {
  return names.map((name) => {
    if (name === MESH) return name;
    if (name.startsWith('./')) return `${namespace}/${name.slice(2)}`;
    if (name.includes('/')) return name;
    // The old spelling name.namespace.svc.cluster.local (pilot/pkg/model/config.go resolveGatewayName).
    const [bare = name, home = namespace] = name.split('.');
    return `${home}/${bare}`;
  });
}

/** Sorts behind every time: an object without a time of creation is not in the cluster yet. */
const NOT_CREATED = '~';

/** Orders objects as istiod does: by the time of creation, then by name and namespace if they were created in one second. */
export function olderFirst(a: Manifest, b: Manifest): number {
  return (
    compare(a.metadata.creationTimestamp ?? NOT_CREATED, b.metadata.creationTimestamp ?? NOT_CREATED) ||
    compare(a.metadata.name, b.metadata.name) ||
    compare(a.metadata.namespace ?? 'default', b.metadata.namespace ?? 'default')
  );
}

/** Returns an object with its full name. */
export function resourceOf<Spec>(manifest: Manifest): Resource<Spec> {
  const { metadata, spec } = manifest;
  const namespace = metadata.namespace ?? 'default';
  // Parsed YAML: the API server checks the spec against the CRD, the reader trusts the spec as far as the types of specs.ts.
  const id = `${namespace}/${metadata.name}`;
  return { id, namespace, name: metadata.name, spec: (spec ?? {}) as Spec, manifest };
}
