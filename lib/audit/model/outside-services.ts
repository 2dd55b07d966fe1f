/**
 * Services of Kubernetes whose endpoints the manifests name by address, as istiod reads them
 * (pilot/pkg/serviceregistry/kube/controller/endpointslice.go), and Services of type ExternalName, which are aliases of other hosts.
 */
import { Evidence } from '../manifest/evidence';
import { Manifest } from '../manifest/manifest';
import { serviceHost } from './gateway-services';
import { Mesh } from './mesh';
import { perMesh } from './per-mesh';

/** A Service whose endpoints are addresses. */
export interface OutsideService {
  /** The full host name. */
  readonly host: string;
  readonly namespace: string;
  readonly addresses: readonly string[];
  readonly ports: readonly OutsidePort[];
  /** Whether the Service has no cluster IP, so that clients connect to the addresses. */
  readonly isHeadless: boolean;
  readonly decidedBy: readonly Evidence[];
}

/** A port of a Service, and the port of the endpoints. */
export interface OutsidePort {
  readonly port: number;
  readonly targetPort: number;
  readonly protocol: 'http' | 'tls' | 'tcp';
}

interface ServiceSpec {
  readonly type?: string;
  readonly externalName?: string;
  readonly clusterIP?: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly {
    readonly name?: string;
    readonly appProtocol?: string;
    readonly port: number;
    readonly targetPort?: number | string;
  }[];
}

/** An EndpointSlice, or Endpoints: the fields beside `spec`. */
interface Endpoints extends Manifest {
  readonly endpoints?: readonly { readonly addresses?: readonly string[] }[];
  readonly subsets?: readonly { readonly addresses?: readonly { readonly ip: string }[] }[];
}

/** Returns the Services of the manifests by full host name. */
export const servicesByHost = perMesh(
  ({ manifests, clusterDomain }) =>
    new Map(
      manifests
        .filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service')
        .map((manifest) => {
          const { name, namespace = 'default' } = manifest.metadata;
          const spec = (manifest.spec ?? {}) as ServiceSpec;
          return [serviceHost({ name, namespace }, clusterDomain), { manifest, spec }];
        }),
    ),
);

/** Returns the Services whose endpoints are addresses, by full host name. */
export const outsideServices = perMesh((mesh): ReadonlyMap<string, OutsideService> => {
  const slices = endpointsOf(mesh.manifests);
  return new Map(
    [...servicesByHost(mesh)].flatMap(([host, { manifest, spec }]): [string, OutsideService][] => {
      const { name, namespace = 'default' } = manifest.metadata;
      const behind = slices.get(`${namespace}/${name}`) ?? [];
      const addresses = behind.flatMap(addressesIn);
      if (addresses.length === 0) return [];
      const ports = (spec.ports ?? []).map(({ port, targetPort, ...rest }) => {
        return { port, targetPort: typeof targetPort === 'number' ? targetPort : port, protocol: protocolOf(rest) };
      });
      const decidedBy = [{ manifest, path: ['spec'] }, ...behind.map((slice) => ({ manifest: slice }))];
      return [[host, { host, namespace, addresses, ports, isHeadless: spec.clusterIP === 'None', decidedBy }]];
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
  const names = [host, `${host}.${namespace}.svc.${mesh.clusterDomain}`, `${host}.svc.${mesh.clusterDomain}`];
  const full = [...names, `${host}.${mesh.clusterDomain}`].find((name) => servicesByHost(mesh).has(name));
  return full === undefined ? host : (externalNames(mesh).get(full) ?? full);
}

function endpointsOf(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Endpoints[]> {
  const found = new Map<string, Endpoints[]>();
  for (const manifest of manifests) {
    const { name, namespace = 'default', labels = {} } = manifest.metadata;
    const service = manifest.kind === 'Endpoints' ? name : labels['kubernetes.io/service-name'];
    if (service === undefined || !['Endpoints', 'EndpointSlice'].includes(manifest.kind)) continue;
    const key = `${namespace}/${service}`;
    found.set(key, [...(found.get(key) ?? []), manifest]);
  }
  return found;
}

function addressesIn({ endpoints = [], subsets = [] }: Endpoints): string[] {
  return [
    ...endpoints.flatMap(({ addresses = [] }) => addresses),
    ...subsets.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip)),
  ];
}

/** The protocol that the name of a port states, or `appProtocol` (pkg/config/kube/conversion.go ConvertProtocol). */
function protocolOf({ name = '', appProtocol = '' }: { name?: string; appProtocol?: string }): OutsidePort['protocol'] {
  const [prefix = ''] = (appProtocol || name).toLowerCase().split('-');
  if (['http', 'http2', 'grpc', 'kubernetes.io/h2c', 'kubernetes.io/ws'].includes(prefix)) return 'http';
  return prefix === 'https' || prefix === 'tls' ? 'tls' : 'tcp';
}
