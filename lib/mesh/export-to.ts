/**
 * Namespaces that can see a route: `exportTo` of the ServiceEntries and VirtualServices of its hosts. `exportTo` does not grant
 * access; `allowFrom` does.
 *
 * **If a namespace cannot see a route, the host is unknown there. Under `ALLOW_ANY`, its sidecars send requests for the host
 * directly, around the gateway that would refuse them.**
 *
 * @example
 * new ExternalTlsRoute(chart, 'bank', {
 *   gateway,
 *   hosts: ['api.bank.example'],
 *   allowFrom: [EgressSource.namespace('payments')],
 *   exportTo: ExportTo.SOURCES,
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export enum ExportTo {
  /** Every namespace. The gateway refuses the callers that `allowFrom` does not list. */
  ALL = 'ALL',

  /**
   * The namespaces of the sources, and the namespace of the gateway. Use this value only if `REGISTRY_ONLY` or a lockdown
   * protects every other namespace.
   */
  SOURCES = 'SOURCES',
}
