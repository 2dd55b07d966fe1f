/**
 * Services of Kubernetes whose endpoints the manifests name by address, and Services of type ExternalName, which are aliases of other
 * hosts.
 */
import { RequestProtocol } from './request-protocol';
import { Manifest, namespaceOf } from '../manifest/manifest';
import { Evidence } from '../manifest/evidence';
import { canonicalText } from '../../network/address-range';
import { serviceHost } from './gateway-services';
import { isService } from './kubernetes-services';
import { meshVirtualServices } from './lookup';
import { Mesh } from './mesh';
import { perMesh } from './per-mesh';
import { endpointsIn, ServiceEndpoint, ServiceSpec } from './service-endpoints';
import { isDialled, isHeadless, protocolsOf } from './service-protocols';

/** A Service whose endpoints are addresses. */
export interface OutsideService {
  /** The full host name. */
  readonly host: string;
  readonly namespace: string;
  /** The ports that have endpoints. */
  readonly ports: readonly OutsidePort[];
  /** The addresses of the Service itself. A headless Service has none: clients connect to the endpoints. */
  readonly clusterIps: readonly string[];
  readonly isHeadless: boolean;
}

/** A port of a Service, and the endpoints behind the port. */
export interface OutsidePort {
  readonly port: number;
  readonly protocols: readonly RequestProtocol[];
  readonly endpoints: readonly [ServiceEndpoint, ...ServiceEndpoint[]];
  readonly decidedBy: readonly Evidence[];
}

/** A Service of the manifests. */
interface DeclaredService {
  readonly manifest: Manifest;
  readonly spec: ServiceSpec;
}

/** Returns the Services of the manifests by full host name. */
export const servicesByHost = perMesh(
  ({ manifests, clusterDomain }): ReadonlyMap<string, DeclaredService> =>
    new Map(
      manifests.filter(isService).map((manifest) => {
        const { name } = manifest.metadata;
        const namespace = namespaceOf(manifest);
        const spec = (manifest.spec ?? {}) as ServiceSpec;
        return [serviceHost({ name, namespace }, clusterDomain), { manifest, spec }];
      }),
    ),
);

/** Returns the headless Service of a full host name. */
export function headlessService(mesh: Mesh, host: string): DeclaredService | undefined {
  const service = servicesByHost(mesh).get(host);
  return service && isHeadless(service.spec) ? service : undefined;
}

/** Most hosts of requests do not begin with the name of a Service. */
const serviceNames = perMesh(
  (mesh): ReadonlySet<string> =>
    new Set([...servicesByHost(mesh).values()].map(({ manifest }) => manifest.metadata.name)),
);

/**
 * Returns the Services whose endpoints are addresses, by full host name: without the ports that connect to the address which the
 * application dials.
 */
export const outsideServices = perMesh((mesh): ReadonlyMap<string, OutsideService> => {
  const endpointsOf = endpointsIn(mesh.manifests);
  return new Map(
    [...servicesByHost(mesh)].flatMap(([host, { manifest, spec }]): [string, OutsideService][] => {
      const dialsEndpoints = isHeadless(spec);
      const ports = (spec.ports ?? []).flatMap((port, index): OutsidePort[] => {
        // A proxy connects to the address and the port that the client of a headless Service has dialled.
        if (isDialled(spec, port)) return [];
        const [first, ...more] = endpointsOf(manifest, port).map(({ address, port: target, manifest: from }) => {
          return { address: canonicalText(address), port: dialsEndpoints ? port.port : target, manifest: from };
        });
        if (first === undefined) return [];
        const endpoints: OutsidePort['endpoints'] = [first, ...more];
        const places = [...new Set(endpoints.map((each) => each.manifest))].map((each) => ({ manifest: each }));
        const decidedBy = [{ manifest, path: ['spec', 'ports', index] }, ...places];
        return [{ port: port.port, protocols: protocolsOf(port), endpoints, decidedBy }];
      });
      if (ports.length === 0) return [];
      const ips = [...new Set([spec.clusterIP ?? '', ...(spec.clusterIPs ?? [])])];
      const clusterIps = dialsEndpoints ? [] : ips.map(canonicalText);
      const namespace = namespaceOf(manifest);
      return [[host, { host, namespace, ports, clusterIps, isHeadless: dialsEndpoints }]];
    }),
  );
});

/** Returns the hosts of Services of type ExternalName, by the full host name of the Service. */
const externalNames = perMesh(
  (mesh) =>
    new Map(
      [...servicesByHost(mesh)].flatMap(([host, { spec }]): [string, string][] =>
        spec.type === 'ExternalName' && spec.externalName ? [[host, spec.externalName.replace(/\.$/, '')]] : [],
      ),
    ),
);

/**
 * Returns the host of a request as proxies compare the host: the full name of a Service, and the host of a Service of type ExternalName
 * (ENABLE_EXTERNAL_NAME_ALIAS, on by default).
 */
export function canonicalHost(mesh: Mesh, host: string, namespace: string): string {
  if (!serviceNames(mesh).has(host.split('.', 1)[0] ?? '')) return host;
  const names = [host, `${host}.${namespace}.svc.${mesh.clusterDomain}`, `${host}.svc.${mesh.clusterDomain}`];
  const full = [...names, `${host}.${mesh.clusterDomain}`].find((name) => servicesByHost(mesh).has(name));
  if (full === undefined) return host;
  // A rule that names the Service decides about requests for the name.
  return meshVirtualServices(mesh).over(full).length > 0 ? full : (externalNames(mesh).get(full) ?? full);
}
