/** One line for the way of a request, the same for what was decided and what was simulated. */
import { Decision, Exit } from './reference-routing';

/** What `routing-simulation` says of one request. */
export interface Simulated {
  readonly client: Leg;
  /** Where the client sends it to a gateway. */
  readonly gateway?: Leg;
  /** The legs after it: of other gateways, and of the gateway's connections to itself. */
  readonly further?: readonly Leg[];
  /** The TLS around the request at its end, outermost last: `application`, or a mode of a DestinationRule. */
  readonly layers?: readonly string[];
  /** The Host header at the end, where a route writes it. */
  readonly host?: string;
  /** Whether the way is that of a mirrored request. */
  readonly copy?: boolean;
}

interface Leg {
  readonly cluster?: string;
  /** Absent where the cluster leads to wherever the request was bound for, or nowhere. */
  readonly upstream?: Upstream;
  /** The target of the CONNECT request that the proxy sends to the upstream: `a.com:443`. */
  readonly tunnel?: string;
  readonly error?: string;
}

interface Upstream {
  readonly address: string;
  readonly port: number;
  /** TLS that the proxy itself starts, in the words of a DestinationRule. */
  readonly tls: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  readonly sni?: string;
  /** Whether the proxy sends the addresses of the connection first, in a header of the PROXY protocol. */
  readonly header?: boolean;
}

export function decisionInWords(decision: Decision): string {
  switch (decision.way) {
    case 'gateway': {
      const { service, port, mtls, cluster, exit } = decision;
      return through(mtls ? 'ISTIO_MUTUAL' : 'DISABLE', service, port, ending(cluster, upstreamOf(exit)));
    }
    case 'direct':
      return `directly to ${ending(decision.cluster, decision.exit && upstreamOf(decision.exit))}`;
    case 'nowhere':
      return 'nowhere';
  }
}

/** A gateway asks for the host by its name, and resolves it with a dot behind it, in no search domain. */
function upstreamOf({ host, port, tls, tunnel }: Exit): Upstream {
  const to = tunnel ? { address: '127.0.0.0', port: 0 } : { address: `${host}.`, port };
  return { ...to, ...(tls ? { tls: 'SIMPLE', sni: host } : { tls: 'DISABLE' }) };
}

/** What a sidecar does with what its mesh does not let out: a cluster without a way out for TCP, an answer of its own for HTTP. */
const NOWHERE: readonly Leg[] = [
  { cluster: 'BlackHoleCluster' },
  { error: 'no cluster: virtual host block_all answers itself' },
];

/** Any other error is none of the ways. */
export function simulatedInWords({ client, gateway }: Simulated): string {
  if (NOWHERE.some(({ cluster, error }) => cluster === client.cluster && error === client.error)) return 'nowhere';
  if (client.cluster === undefined) return `the client fails: ${client.error}`;
  if (gateway === undefined) return `directly to ${ending(client.cluster, client.upstream)}`;
  const [, port, , service = ''] = client.cluster.split('|');
  const end = gateway.cluster === undefined ? `failure: ${gateway.error}` : ending(gateway.cluster, gateway.upstream);
  return through(client.upstream?.tls, service, Number(port), end);
}

function through(tls: Upstream['tls'] | undefined, service: string, port: number, end: string): string {
  return `to ${service}:${port} with TLS ${tls}, then ${end}`;
}

function ending(cluster: string, upstream?: Upstream): string {
  if (upstream === undefined) return cluster;
  const { address, port, tls, sni } = upstream;
  // The simulation does not follow a connection of a gateway to itself.
  const at = address.startsWith('127.') ? 'a loopback address' : `${address}:${port}`;
  return `${cluster} at ${at} with TLS ${tls}${sni === undefined ? '' : ` for ${sni}`}`;
}
