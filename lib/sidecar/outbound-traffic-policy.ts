import { OutboundMode } from '../model/outbound-mode';

/**
 * What a sidecar does with hosts that nothing declares to it. Neither is a boundary: a process that gets around its sidecar
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

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _mode: OutboundMode,
  ) {}

  /** Istio's name of the mode. */
  public toString(): string {
    return this._mode;
  }
}
