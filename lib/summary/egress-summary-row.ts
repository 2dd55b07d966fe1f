/** One port of an external host in an `EgressSummary`. */
export interface EgressSummaryRow {
  /** The host: `api.example.com` or `*.example.com`. */
  readonly host: string;
  /** The port on which applications call the host. */
  readonly port: number;
  /** Istio's name of the protocol: `HTTP`, `HTTP2`, `GRPC`, `TLS`, `TCP`, or `HTTPS` for a direct port. */
  readonly protocol: string;
  /** The gateway, as `namespace/service`; `none (direct)` for a direct port, and for a `DirectHost`. */
  readonly gateway: string;
  /**
   * The reason why a `DirectHost` stays direct.
   * @default - none: the host has a route
   */
  readonly because?: string | undefined;
  /**
   * The sources as source code: `namespace('payments')`; empty if every caller may use the route. Of a `DirectHost`, the namespaces that
   * see the host: nothing checks the identity of a caller.
   */
  readonly sources: string[];
  /** The operations: `GET,POST /v1/*`; empty if every operation is allowed. */
  readonly operations: string[];
  /** The address that the gateway, or for a `DirectHost` the sidecar, connects to: `api.example.com:443 (TLS SIMPLE)`. */
  readonly target: string;
  /** Paths of the routes, or of the `DirectHost`. */
  readonly routes: string[];
  /** The objects of the host: `ServiceEntry default/external-api-example-com`. */
  readonly objects: string[];
}
