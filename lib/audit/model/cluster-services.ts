/**
 * Services of Kubernetes whose pods are in the cluster. A request to such a Service leaves the mesh only by a rule that names the Service.
 */
import { Evidence } from '../manifest/evidence';
import { outsideServices, servicesByHost } from './outside-services';
import { perMesh } from './per-mesh';

/** A Service with pods of the cluster. */
export interface ClusterService {
  readonly namespace: string;
  readonly ports: readonly ClusterPort[];
  readonly decidedBy: Evidence;
}

/** A port of a Service, and the protocols of its bytes as proxies read the bytes. */
export interface ClusterPort {
  readonly port: number;
  readonly protocols: readonly ('http' | 'tls' | 'tcp')[];
}

/** Returns the Services that select pods of the cluster, by full host name. */
export const clusterServices = perMesh((mesh): ReadonlyMap<string, ClusterService> => {
  const outside = outsideServices(mesh);
  return new Map(
    [...servicesByHost(mesh)].flatMap(([host, { manifest, spec }]): [string, ClusterService][] => {
      const isOfPods = Object.keys(spec.selector ?? {}).length > 0 && spec.type !== 'ExternalName';
      if (!isOfPods || outside.has(host)) return [];
      const ports = (spec.ports ?? []).map((each) => ({ port: each.port, protocols: protocolsOf(each) }));
      const { namespace = 'default' } = manifest.metadata;
      return [[host, { namespace, ports, decidedBy: { manifest, path: ['spec'] } }]];
    }),
  );
});

/** The protocols that `appProtocol` or the name of a port states; proxies detect HTTP on other ports (pkg/config/kube/conversion.go ConvertProtocol). */
function protocolsOf({
  name = '',
  appProtocol = '',
}: {
  name?: string;
  appProtocol?: string;
}): ClusterPort['protocols'] {
  const [prefix = ''] = (appProtocol || name).toLowerCase().split('-');
  if (HTTP.has(prefix)) return ['http'];
  if (TLS.has(prefix)) return ['tls'];
  return TCP.has(prefix) ? ['tcp'] : ['http', 'tcp'];
}

const HTTP = new Set(['http', 'http2', 'grpc', 'kubernetes.io/h2c', 'kubernetes.io/ws']);
const TLS = new Set(['https', 'tls', 'kubernetes.io/wss']);
const TCP = new Set(['tcp', 'mongo', 'mysql', 'redis']);
