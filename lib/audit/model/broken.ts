/**
 * A part of the reader ends the way of a request that fails, from any depth: the part throws, and `wayOf` returns a way of kind `broken`.
 */
import { L4Block } from './block';
import { Evidence } from '../manifest/evidence';

/** Why a request fails. Rules ask for the cause; the reason is for people. */
export type Cause =
  /** The proxy has no cluster for the host of a route. */
  | MissingDestination
  | MissingSubset
  /** No server listens on the port of the pods. `isUnserved`: a server has a port that the Service does not have. */
  | { readonly kind: 'missing-server'; readonly isUnserved: boolean }
  /**
   * The gateway has no route for the host, or no filter chain for the connection or its SNI. `block`: the field of the spec of a VirtualService that the
   * server reads.
   */
  | { readonly kind: 'missing-route'; readonly sni?: string; readonly block?: L4Block }
  /** Another server of the port excludes the server, or Envoy rejects the listener. */
  | { readonly kind: 'rival-servers'; readonly sni?: string; readonly block?: L4Block }
  /** No server has the SNI. */
  | { readonly kind: 'unknown-sni'; readonly sni: string; readonly block?: L4Block }
  /** A PROXY header arrives at a listener that reads none, or a listener requires the header. */
  | { readonly kind: 'proxy-header'; readonly isSent: boolean }
  | { readonly kind: Exclude<PlainCause, 'missing-route' | 'rival-servers'> };

/** An object that the proxy does not see. */
export interface MissingDestination {
  readonly kind: 'missing-destination';
  readonly host: string;
  /** The namespace of the proxy, `*` for a namespace that no object names. */
  readonly viewer: string;
}

/** A subset that the proxy does not see. */
export interface MissingSubset {
  readonly kind: 'missing-subset';
  readonly host: string;
  readonly subset: string;
  /** The namespace of the proxy, `*` for a namespace that no object names. */
  readonly viewer: string;
  /** The DestinationRules that the proxy uses for the host. */
  readonly rules: readonly string[];
}

/** Causes that need no details. */
export type PlainCause =
  | 'empty-subset'
  /** The destination of a route does not have the port. */
  | 'missing-port'
  /** The host does not have the port of the request. */
  | 'undeclared-port'
  | 'missing-route'
  | 'rival-servers'
  /** One end starts mesh mTLS, and the other end does not read mesh mTLS. */
  | 'mtls-mismatch'
  | 'protocol-mismatch'
  | 'tls-in-tls'
  /** Plain HTTP would reach a port for TLS. */
  | 'lost-origination'
  | 'unresolvable-host'
  /** A proxy answers the request: a redirect, a response, or a fault. */
  | 'answered'
  /** The rules of the host do not match the request. */
  | 'unmatched-request'
  | 'loop'
  /** An object that the API server or istiod refuses. */
  | 'invalid-object';

/** Thrown where a request would fail. */
export class Broken extends Error {
  constructor(
    override readonly cause: Cause,
    reason: string,
    readonly decidedBy: readonly Evidence[],
  ) {
    super(reason);
  }
}

/** Returns the namespace of a proxy in a sentence; nothing for a namespace that no object names. */
export function inNamespace(viewer: string): string {
  return viewer === '*' ? '' : ` in namespace ${viewer}`;
}

/** Ends the way: the request fails here, for this reason. */
export function broken(cause: Cause | PlainCause, reason: string, ...decidedBy: readonly Evidence[]): never {
  throw new Broken(typeof cause === 'string' ? { kind: cause } : cause, reason, decidedBy);
}
