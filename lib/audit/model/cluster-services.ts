/**
 * Services of Kubernetes whose pods are in the cluster. A request to such a Service leaves the mesh only by a rule that names the Service.
 */
import { Evidence } from '../manifest/evidence';
import { outsideServices, servicesByHost } from './outside-services';
import { perMesh } from './per-mesh';
import { protocolsOf } from './service-protocols';

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
