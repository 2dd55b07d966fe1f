/** An HTTP proxy through which a gateway connects to hosts, by CONNECT (RFC 9110). */
export interface UpstreamProxyModel {
  /** The DNS name or the IP address of the proxy. */
  readonly host: string;
  readonly port: number;
  /** Whether `host` is an IP address. */
  readonly isAddress: boolean;
}

/** Returns whether two proxies are equal; undefined is none. */
export function sameUpstreamProxy(a: UpstreamProxyModel | undefined, b: UpstreamProxyModel | undefined): boolean {
  return a?.host === b?.host && a?.port === b?.port;
}
