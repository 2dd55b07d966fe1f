import { Host } from '../host/host';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { byDns, DYNAMIC_DNS, Resolution } from '../mesh/resolution';

/**
 * The target of the names that a wildcard covers. A wildcard covers every depth of subdomain, and **not the bare domain**:
 * `*.example.com` covers `a.example.com` and `a.b.example.com`, and not `example.com`, which is a separate host.
 *
 * @example
 * new ExternalTlsRoute(chart, 'wikipedia', {
 *   gateway,
 *   hosts: ['*.wikipedia.org'],
 *   wildcardTarget: WildcardTarget.host('www.wikipedia.org'),
 * });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/
 */
export class WildcardTarget {
  /**
   * Returns one host that serves every name, as the hosts of a content delivery network do. The gateway resolves and connects to
   * this host for every name that an application calls. The name remains in the Host header or the SNI.
   * @throws EgressError for a value that is not a full DNS name
   */
  public static host(host: string): WildcardTarget {
    return inFactory('WildcardTarget.host', () => {
      const target = Host.parse(host, 'host');
      return new WildcardTarget(byDns(target), target);
    });
  }

  /**
   * Returns the called name as the target: the gateway resolves the name of each request or TLS connection (`resolution:
   * DYNAMIC_DNS`, Istio 1.30). In TLS the name is the SNI.
   *
   * If the first address of a name is not part of the internet, the gateway answers 403 to HTTP, and resets a TLS connection. Private
   * zones (`externalDomains` of `EgressMesh`) are no exception: for hosts with private addresses, use `WildcardTarget.host` or a
   * route for each host. If nothing answers at the first address, the gateway connects to the next address without a check: only a
   * `GatewayLockdownPolicy` closes all addresses. The check needs `ClientTls.ISTIO_MUTUAL`.
   *
   * @example
   * new ExternalTlsRoute(chart, 'buckets', {
   *   gateway,
   *   hosts: ['*.s3.amazonaws.com'],
   *   wildcardTarget: WildcardTarget.dynamicDns(),
   *   allowFrom: [EgressSource.namespace('reports')],
   * });
   */
  public static dynamicDns(): WildcardTarget {
    return new WildcardTarget(DYNAMIC_DNS);
  }

  /** Returns whether a value is a `WildcardTarget`. */
  public static isWildcardTarget(value: unknown): value is WildcardTarget {
    return isMarked(value, 'WildcardTarget');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _resolution: Resolution,
    /** @internal */
    public readonly _host?: Host,
  ) {
    mark(this, 'WildcardTarget');
  }

  /** Returns the target as source code: `host('www.wikipedia.org')` or `dynamicDns()`. */
  public toString(): string {
    return this._host ? `host('${this._host.name}')` : 'dynamicDns()';
  }
}
