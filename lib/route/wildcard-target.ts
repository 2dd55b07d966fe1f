import { Host } from '../host/host';
import { Wildcard } from '../host/wildcard-target';

/**
 * Where the gateway sends what is for the names that a wildcard covers. A wildcard covers every depth of subdomain, and **not the bare
 * domain**: `*.example.com` is `a.example.com` and `a.b.example.com`, and not `example.com`, which is a host of its own.
 *
 * @example
 * new ExternalTlsRoute(chart, 'wikipedia', {
 *   gateway,
 *   hosts: ['*.wikipedia.org'],
 *   wildcardTarget: WildcardTarget.fixed('www.wikipedia.org'),
 * });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/
 */
export class WildcardTarget {
  /**
   * One host that serves all the names, as those of a content network do: the gateway resolves that one and connects to it, whatever
   * name was asked for; the name stays in the Host or the SNI.
   * @throws Error for anything that is not a full DNS name
   */
  public static fixed(host: string): WildcardTarget {
    return new WildcardTarget({ kind: 'fixed', target: Host.parse(host, 'wildcard target') });
  }

  /**
   * The name itself, which the gateway resolves for each request. For HTTP only: Istio's clusters of this kind send TLS to port 80
   * (seen on a running mesh). Whoever may use the route reaches every address that some name below the domain resolves to.
   */
  public static dynamic(): WildcardTarget {
    return new WildcardTarget({ kind: 'dynamic' });
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _wildcard: Wildcard,
  ) {}

  /** As written in code: `fixed('www.wikipedia.org')` or `dynamic()`. */
  public toString(): string {
    return this._wildcard.kind === 'fixed' ? `fixed('${this._wildcard.target.name}')` : 'dynamic()';
  }
}
