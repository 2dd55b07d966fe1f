import { AuditOptions } from './audit-options';
import { DirectEgressOptions } from './direct-egress-options';
import { EgressRequest, RoutedRequest } from './egress-request';

/**
 * The assertions that `egressMatchers` adds to `expect`. `R` is the type that an assertion returns. Each assertion accepts a `Chart`,
 * an `App`, an `EgressMesh`, or a list of manifests.
 *
 * The declarations of Jest (`@types/jest`) and of Vitest before version 5 have these assertions once a file of the program imports
 * `cdk8s-istio-egress/testing`. For Vitest 5, write `interface Matchers<R, T> extends EgressMatchers<R> {}` in `declare module 'vitest'`.
 */
export interface EgressMatchers<R> {
  /**
   * Asserts that a request leaves the mesh through a gateway, and that the gateway lets the caller through.
   *
   * @param host the Host header, the SNI, or the dialed address; `*.example.com` is a name that no object names
   * @throws EgressError for malformed arguments
   */
  toRouteThroughGateway(host: string, port: number, request: RoutedRequest): R;
  /**
   * Asserts that a request is denied: a network policy, the sidecar or the gateway refuses the request, or pods of the cluster receive the
   * request. A request that fails because objects contradict each other is not denied.
   *
   * @param host the Host header, the SNI, or the dialed address; `*.example.com` is a name that no object names
   * @throws EgressError for malformed arguments
   */
  toDeny(host: string, port: number, request: EgressRequest): R;
  /**
   * Asserts that NetworkPolicies and ClusterNetworkPolicies block every connection from the pods of a namespace to addresses outside
   * the cluster, also for pods without a sidecar. Pods then leave through gateways only.
   *
   * @throws EgressError for malformed arguments
   */
  toBlockDirectEgress(namespace: string, options?: DirectEgressOptions): R;
  /**
   * Asserts that no rule of the audit finds a mistake.
   *
   * @throws EgressError for malformed arguments
   */
  toHaveNoFindings(options?: AuditOptions): R;
}

declare global {
  // Jest's declarations are a namespace; those of Vitest before version 5 extend the same interface.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // The parameters of a merged interface must be those of `@types/jest`.
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
    interface Matchers<R, T = {}> extends EgressMatchers<R> {}
  }
}
