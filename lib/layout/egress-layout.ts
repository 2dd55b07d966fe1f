import { documented } from '../render/istio/host-objects';
import { PlaceHost } from '../render/istio/placement';

/**
 * How external hosts become Istio objects. A choice of the gateway, since all its hosts share it.
 *
 * @example
 * new EgressGateway(chart, 'gateway', { layout: EgressLayout.DOCUMENTED });
 */
export class EgressLayout {
  /**
   * The layout of Istio's documentation: a ServiceEntry, a Gateway, a DestinationRule and a VirtualService per host, and where its
   * routes ask for them an AuthorizationPolicy, a DestinationRule for TLS to the host, and EnvoyFilters.
   *
   * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
   */
  public static readonly DOCUMENTED = new EgressLayout('documented', documented);

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** The layout's name. */
    public readonly name: string,
    /** @internal */
    public readonly _place: PlaceHost,
  ) {}

  /** The layout's name. */
  public toString(): string {
    return this.name;
  }
}
