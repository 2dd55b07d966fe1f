import { Visibility } from '../mesh/host-claim';

/**
 * Which namespaces see a route: the `exportTo` of its hosts' ServiceEntries and VirtualServices. It is not who may use it;
 * that is `allowFrom`. **Where a route is not seen, its host is one that nobody declared: under `ALLOW_ANY` a pod there reaches
 * it directly**, past the gateway that would have refused it. So narrowing says what holds those pods back.
 *
 * @example
 * new ExternalTlsRoute(chart, 'bank', {
 *   gateway,
 *   hosts: ['api.bank.example'],
 *   allowFrom: [EgressSource.namespace('payments')],
 *   exportTo: ExportTo.SOURCES_UNDER_REGISTRY_ONLY,
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export class ExportTo {
  /** Every namespace: pods that may not use the route are refused by the gateway. The default. */
  public static readonly ALL = new ExportTo('ALL', 'everyone');

  /**
   * The namespaces of the sources and the gateway's. For meshes whose default is `outboundTrafficPolicy: REGISTRY_ONLY`, in
   * which sidecars elsewhere then know no such host. Nothing checks that, and what is written is that of `SOURCES_UNDER_LOCKDOWN`:
   * the name is your statement. Not a boundary: a pod that gets around its sidecar is held by a lockdown
   * only.
   */
  public static readonly SOURCES_UNDER_REGISTRY_ONLY = new ExportTo('SOURCES_UNDER_REGISTRY_ONLY', 'sources');

  /** The namespaces of the sources and the gateway's. For meshes in which every other namespace is locked down. */
  public static readonly SOURCES_UNDER_LOCKDOWN = new ExportTo('SOURCES_UNDER_LOCKDOWN', 'sources');

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** The choice's name. */
    public readonly name: string,
    /** @internal */
    public readonly _visibility: Visibility,
  ) {}

  /** The choice's name. */
  public toString(): string {
    return this.name;
  }
}
