/**
 * Which way a request must go, decided from what routes mean and from nothing that the library writes: what istiod makes of
 * the manifests is held against it.
 */
import { ClientTls, EgressGatewayAttributes } from '../../../../lib';
import { DrawnApp, RoutedHost } from '../../../property/arbitraries';

/** What the mesh does with what it does not know. */
export type OutboundPolicy = 'ALLOW_ANY' | 'REGISTRY_ONLY';

/** A request of a pod that has a sidecar. */
export interface RoutedRequest {
  readonly namespace: string;
  /** `http`: the host is in the Host header. `tls`: it is the SNI. */
  readonly protocol: 'http' | 'tls';
  readonly host: string;
  readonly port: number;
}

/** Where a request leaves the mesh. */
export interface Exit {
  readonly host: string;
  readonly port: number;
  /** Whether a proxy starts TLS with the host. */
  readonly tls: boolean;
  /** Whether the gateway goes to its own loopback address first, where a tunnel begins. */
  readonly tunnel?: true;
}

/** Where a request goes, in the names of Envoy's clusters. */
export type Decision =
  | {
      readonly way: 'gateway';
      /** The gateway's Service, and the port of it. */
      readonly service: string;
      readonly port: number;
      /** Whether the mesh's mTLS is around the request until there. */
      readonly mtls: boolean;
      /** Where the gateway sends it. */
      readonly cluster: string;
      readonly exit: Exit;
    }
  | {
      readonly way: 'direct';
      readonly cluster: string;
      /** Absent where it goes to wherever it was bound for. */
      readonly exit?: Exit;
    }
  | { readonly way: 'nowhere' };

/**
 * The way of a request. A route is for the whole mesh unless it is narrowed; who may use it is no matter of the way: whoever may
 * not is taken to the gateway too, and refused there.
 */
export function decide({ hosts, gateway }: DrawnApp, policy: OutboundPolicy, request: RoutedRequest): Decision {
  const { namespace, protocol, host, port } = request;
  const routed = hosts.find((each) => each.host === host && isSeen(each, namespace));
  const cluster = `outbound|${port}||${host}`;
  if (routed?.[protocol] === port) {
    return { way: 'gateway', ...entrance(gateway, protocol), cluster, exit: exitOf(routed, request) };
  }
  if (routed?.further?.some((each) => each.protocol === protocol && each.port === port)) {
    return {
      way: 'gateway',
      ...entrance(gateway, protocol),
      cluster,
      exit: { host, port, tls: false, ...tunnelOf(routed) },
    };
  }
  // A direct port is for TLS.
  if (protocol === 'tls' && routed?.direct === port) {
    return { way: 'direct', cluster, exit: { host, port, tls: false } };
  }
  return unknown(policy);
}

/** A narrowed route does not exist elsewhere. */
function isSeen({ narrowed, sources = [] }: RoutedHost, namespace: string): boolean {
  return narrowed !== true || sources.some((source) => source.namespace === namespace);
}

function entrance({ namespace = 'istio-system', ports, clientTls }: EgressGatewayAttributes, protocol: 'http' | 'tls') {
  return {
    service: `istio-egressgateway.${namespace}.svc.cluster.local`,
    port: protocol === 'http' ? (ports?.httpPort ?? 80) : (ports?.tlsPort ?? 443),
    mtls: clientTls !== ClientTls.DISABLE,
  };
}

/** TLS of the gateway is for what applications send in plain HTTP. */
function exitOf(routed: RoutedHost, { protocol, host, port }: RoutedRequest): Exit {
  const { originates } = routed;
  const tunnel = tunnelOf(routed);
  if (protocol === 'tls' || originates === undefined) return { host, port, tls: false, ...tunnel };
  return { host, port: originates, tls: true, ...tunnel };
}

function tunnelOf({ proxied }: RoutedHost): Pick<Exit, 'tunnel'> {
  return proxied === true ? { tunnel: true } : {};
}

/**
 * What no route names. Learnt from istiod: it is all the same whether the host is unknown, or known on another port, or known
 * on this port for the other protocol, and whatever others have on that port. A listener tells HTTP from TLS by its first
 * bytes, and has the mesh's policy for what none of its hosts takes (`buildListenerFromEntry` in istio.io/istio
 * `pilot/pkg/networking/core/listener.go`; the virtual hosts `allow_any` and `block_all` in `httproute.go`). So under
 * `ALLOW_ANY` a declared host can be called directly, by TLS on its HTTP port for one: only a lockdown prevents that.
 */
function unknown(policy: OutboundPolicy): Decision {
  return policy === 'ALLOW_ANY' ? { way: 'direct', cluster: 'PassthroughCluster' } : { way: 'nowhere' };
}
