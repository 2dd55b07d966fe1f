import { EgressOperation } from './egress-operation';
import { ExternalRouteProps } from './external-route';
import { TlsOrigination } from './tls-origination';
import { WildcardTarget } from './wildcard-target';

/** Properties of an `ExternalHttpRoute`. */
export interface ExternalHttpRouteProps extends ExternalRouteProps {
  /**
   * The port of the hosts where plain HTTP is spoken, 1 to 65535. A host has one HTTP port per gateway.
   * @default 80
   */
  readonly port?: number;
  /**
   * Where the names below wildcards in `hosts` are, which no wildcard goes without.
   * @default - none: the hosts are single ones
   */
  readonly wildcardTarget?: WildcardTarget;
  /**
   * Ports of the hosts that the mesh may reach *around* the gateway, with TLS. Istio's own example opens 443 in this way;
   * an `EgressLockdownPolicy` closes it again. `allowFrom` does not hold there.
   * @default - none: every port that the mesh knows of goes through the gateway
   */
  readonly directPorts?: readonly number[];
  /**
   * Names of request headers that reach the hosts although they tell of the mesh, in any case, e.g. `traceparent`. The gateway
   * takes away what Istio's proxies add (the caller's certificate and identity, its pod's address, request ids) and every trace
   * context; all other headers of the application pass.
   * @default - none
   */
  readonly keepHeaders?: readonly string[];
  /**
   * How the gateway speaks TLS to the hosts: applications call them in plain HTTP on `port`, which reaches the gateway inside
   * mesh mTLS.
   * @default - the gateway speaks plain HTTP to the hosts, as the applications do
   */
  readonly tlsOrigination?: TlsOrigination;
  /**
   * What the sources may do: a request must fit one of the operations; the gateway answers 403 to others. Needs `allowFrom`.
   * Then headers with an underscore, and those by which some servers take another method, path or host than the request's own
   * (`x-http-method-override`, `x-original-url`, `forwarded` and such), do not reach the hosts; with paths, one with an escaped slash
   * is answered with 400.
   * @default - every method and path
   */
  readonly allow?: readonly EgressOperation[];
}
