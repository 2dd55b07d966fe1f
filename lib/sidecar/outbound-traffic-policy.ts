import { IEgressGateway } from '../gateway/iegress-gateway';
import { assertGateway } from '../gateway/to-gateway-model';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';

/**
 * How the sidecars of a namespace handle unknown hosts. No policy is a security boundary: a process that bypasses its sidecar is
 * held by an `EgressLockdownPolicy` only.
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
  /** Sidecars refuse unknown hosts: with 502 for HTTP, with a connection reset for other protocols. The default. */
  public static readonly REGISTRY_ONLY = new OutboundTrafficPolicy(OutboundTrafficPolicyMode.REGISTRY_ONLY);

  /** Sidecars connect to unknown hosts directly, around the gateway. For locked-down namespaces only. */
  public static readonly ALLOW_ANY = new OutboundTrafficPolicy(OutboundTrafficPolicyMode.ALLOW_ANY);

  /**
   * Sidecars send unknown hosts to the gateway, which refuses them; the access log of the gateway has the caller and, for TLS, the
   * SNI. Nothing that a sidecar sees bypasses the gateway, under any mesh-wide default, except a `DirectHost` of the namespace.
   *
   * If every caller may use the hosts of an `ExternalTlsRoute`, and the hosts have no other port, the hosts are in no Sidecar:
   * their connections also reach the gateway as unknown hosts, and the gateway identifies the hosts by the SNI of the
   * application's TLS. The configuration of a sidecar then does not grow with the number of such hosts. Sidecars of sources
   * import hosts with sources, and all sidecars import hosts with HTTP or TCP ports. A sidecar sees everything in its own
   * namespace: declare hosts in another namespace.
   *
   * Consequences:
   *
   * - Only the SNI decides where TLS to such a host goes: to the declared host and port, not to the address or port that the
   *   application dialed.
   * - Services outside the imports of the sidecar end at the gateway too, and pods that are called by address. Import the Services
   *   with `additionalHosts`. Services of the own namespace are imported.
   * - While the gateway has no pods, connections are reset.
   * - A ServiceEntry of a tenant opens a direct way, as without an egress proxy. An `EgressLockdownPolicy` closes that way.
   *
   * Needs `ClientTls.ISTIO_MUTUAL` on the gateway, which then has `gateway.egressProxyObjects`.
   *
   * @example
   * new EgressSidecar(chart, 'sidecars', {
   *   namespaces: ['payments'],
   *   outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
   * });
   *
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
   * @throws EgressError for a value that is not a gateway
   */
  public static egressProxy(gateway: IEgressGateway): OutboundTrafficPolicy {
    return inFactory('OutboundTrafficPolicy.egressProxy', () => {
      assertGateway(gateway);
      return new OutboundTrafficPolicy(OutboundTrafficPolicyMode.ALLOW_ANY, gateway);
    });
  }

  /** Returns whether a value is an `OutboundTrafficPolicy`. */
  public static isOutboundTrafficPolicy(value: unknown): value is OutboundTrafficPolicy {
    return isMarked(value, 'OutboundTrafficPolicy');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _mode: OutboundTrafficPolicyMode,
    /** @internal */
    public readonly _gateway?: IEgressGateway,
  ) {
    mark(this, 'OutboundTrafficPolicy');
  }

  /** Returns Istio's name of the mode, or `egressProxy` with the gateway's Service. */
  public toString(): string {
    return this._gateway === undefined ? this._mode : `egressProxy(${this._gateway.serviceHost})`;
  }
}
