import { UpstreamOptions } from '../upstream/upstream-options';
import { ExternalRouteProps } from './external-route-props';
import { WildcardTarget } from './wildcard-target';

/** Properties of an `ExternalTlsRoute`. */
export interface ExternalTlsRouteProps extends ExternalRouteProps {
  /**
   * The TLS port of the hosts, 1 to 65535. A host with several ports has a route for each port. Not accepted: 80, ports of Istio's
   * proxies, and without `implicitTls` the usual ports of protocols that start in plain text, such as 5432.
   * @default 443
   */
  readonly port?: number | undefined;
  /**
   * States that applications start with TLS on a port whose usual protocol starts in plain text, such as PostgreSQL 17 with
   * `sslnegotiation=direct` on port 5432. A connection that starts in plain text matches no TLS route: the connection is direct under
   * `ALLOW_ANY`. RFC 8314 calls TLS from the first byte on implicit TLS.
   * @default false - ports of protocols that start in plain text are rejected
   * @see https://www.rfc-editor.org/rfc/rfc8314#section-3
   */
  readonly implicitTls?: boolean | undefined;
  /**
   * The target of the wildcards in `hosts`. Every wildcard needs a target.
   * @default - none: the hosts are single hosts
   */
  readonly wildcardTarget?: WildcardTarget | undefined;
  /**
   * Settings of the gateway's connections to the hosts: timeouts, limits, keep-alive, outlier detection and endpoints.
   * @default - Istio's defaults
   */
  readonly upstream?: UpstreamOptions | undefined;
}
