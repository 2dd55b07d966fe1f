/**
 * Services of Kubernetes whose pods are in the cluster. A request to such a Service leaves the mesh by a rule that names the Service, and
 * by a port that connects to the address which the application dials.
 */
import { RequestProtocol } from './request-protocol';
import { namespaceOf } from '../manifest/manifest';
import { Evidence } from '../manifest/evidence';
import { outsideServices, servicesByHost } from './outside-services';
import { perMesh } from './per-mesh';
import { isHeadless, protocolsOf } from './service-protocols';

/** A Service with pods of the cluster. */
export interface ClusterService {
  readonly namespace: string;
  readonly ports: readonly ClusterPort[];
  readonly decidedBy: Evidence;
}

/** A port of a Service, and the protocols of its bytes as proxies read the bytes. */
export interface ClusterPort {
  readonly port: number;
  readonly protocols: readonly RequestProtocol[];
  /** Whether the sidecar connects to the address that the application dials, for HTTP in the listener for every address. */
  readonly isDialled: boolean;
}

/** Returns the Services that select pods of the cluster, and headless Services with HTTP, by full host name. */
export const clusterServices = perMesh((mesh): ReadonlyMap<string, ClusterService> => {
  const outside = outsideServices(mesh);
  return new Map(
    [...servicesByHost(mesh)].flatMap(([host, { manifest, spec }]): [string, ClusterService][] => {
      if (spec.type === 'ExternalName') return [];
      const isOfPods = Object.keys(spec.selector ?? {}).length > 0 && !outside.has(host);
      const ports = (spec.ports ?? [])
        .map((each) => ({ port: each.port, protocols: protocolsOf(each) }))
        .map((each) => ({ ...each, isDialled: isHeadless(spec) && each.protocols.includes('http') }))
        .filter((each) => isOfPods || each.isDialled);
      if (!isOfPods && ports.length === 0) return [];
      const namespace = namespaceOf(manifest);
      return [[host, { namespace, ports, decidedBy: { manifest, path: ['spec'] } }]];
    }),
  );
});
