import { checkGateway } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { OutboundMode } from '../mesh/outbound-traffic-policy';

/**
 * What a sidecar does with hosts that nothing declares to it. None is a boundary: a process that gets around its sidecar
 * is held by an `EgressLockdownPolicy` only.
 *
 * @example
 * new EgressSidecar(chart, 'sidecars', {
 *   namespaces: ['payments'],
 *   outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
 */
export class OutboundTrafficPolicy {
  /** It refuses them: 502 for HTTP, a reset connection for everything else. The default. */
  public static readonly REGISTRY_ONLY = new OutboundTrafficPolicy('REGISTRY_ONLY');

  /** It sends them where the application dialled, around the gateway: for namespaces that are locked down only. */
  public static readonly ALLOW_ANY = new OutboundTrafficPolicy('ALLOW_ANY');

  /**
   * Strict: it sends them to the gateway, whatever they are, and there they end; the gateway's log says who tried, and for TLS what.
   * So nothing that a sidecar sees goes around the gateway, whatever the mesh's default.
   *
   * Hosts of an `ExternalTlsRoute` that anybody may use, and that have no other port, stand in no sidecar: they too go to the gateway as
   * what is unknown, and it tells them by the SNI of the application's own TLS. So a sidecar holds the same for one such host as for
   * thousands. Hosts with sources stay known to their sources, and hosts with HTTP or TCP to all: those are told by more than that name.
   * A sidecar knows all that stands in its own namespace: declare hosts in another one.
   *
   * What comes with it:
   *
   * - Of TLS to such a host the name alone decides: whatever address or port was dialled, it goes to the declared host and port.
   * - Services that the sidecar does not know end at the gateway too, and pods that are called by their address: name the Services in
   *   `hosts`. Those of the own namespace are known.
   * - While there is no gateway, connections are reset.
   * - A ServiceEntry of a team's own opens a direct way, as without it: an `EgressLockdownPolicy` closes that, and what gets around the
   *   sidecar.
   *
   * Needs `ClientTls.ISTIO_MUTUAL` on the gateway, which then has the objects in `gateway.undeclaredObjects`.
   *
   * @example
   * new EgressSidecar(chart, 'sidecars', {
   *   namespaces: ['payments'],
   *   outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
   * });
   *
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
   * @throws Error for something else than a gateway
   */
  public static egressProxy(gateway: IEgressGateway): OutboundTrafficPolicy {
    checkGateway(gateway);
    return new OutboundTrafficPolicy('ALLOW_ANY', gateway);
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _mode: OutboundMode,
    /** @internal */
    public readonly _gateway?: IEgressGateway,
  ) {}

  /** Istio's name of the mode; of a strict one `egressProxy` and the gateway's Service. */
  public toString(): string {
    return this._gateway === undefined ? this._mode : `egressProxy(${this._gateway.serviceHost})`;
  }
}
