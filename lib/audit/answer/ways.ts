import { Mesh } from '../model/mesh';
import { declaredRequests } from '../way/declared';
import { Exit, Outcome } from './answer';
import { explain } from './explain';

/** What becomes of the requests of a source to a port of a host. */
export interface WayOut {
  /**
   * The workloads: `payments/api` (a service account), `payments/*` (the other workloads of the namespace), `*` (the workloads
   * of the other namespaces); with ` without sidecar` for pods that have none.
   */
  readonly source: string;
  readonly host: string;
  readonly port: number;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly outcome: Outcome;
  readonly exit?: Exit;
  /** The first reason of a request that does not leave. */
  readonly why?: string;
}

/** A port of a host that a request asks for. */
export type RequestedPort = Pick<WayOut, 'host' | 'port' | 'protocol'>;

/**
 * Returns the ways of every source to every declared host and port, sorted by host, port, protocol and source.
 * `requests` are other hosts and ports to answer, in place of the declared ones.
 */
export function waysOf(
  mesh: Mesh,
  requests: readonly RequestedPort[] = declaredRequests(mesh.manifests),
): readonly WayOut[] {
  const namespaces = [...new Set(mesh.manifests.map(({ metadata }) => metadata.namespace ?? 'default'))].sort();
  return requests.flatMap((request) =>
    namespaces.map((namespace) => {
      const { outcome, exit, why } = explain(mesh, { caller: { namespace, hasSidecar: true }, ...request });
      return { source: `${namespace}/*`, ...request, outcome, exit, why: why[0]?.text };
    }),
  );
}
