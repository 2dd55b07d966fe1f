import { isIP } from 'node:net';
import { Host } from '../host/host';
import { readAll } from '../input/collect';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parseTrafficPort } from '../input/port';
import { UpstreamProxyModel } from '../mesh/upstream-proxy-model';
import { parseAddress } from '../network/ip-addresses';

/**
 * The proxy of the organization, through which a gateway connects to hosts: the gateway opens a tunnel with an HTTP request,
 * `CONNECT api.example.com:443`, and the proxy resolves the name and connects to the host. The TLS of applications, TLS from the
 * gateway and TCP pass through the tunnel unchanged. Plain HTTP passes through a tunnel too, which many proxies allow for port
 * 443 only.
 *
 * The gateway authorizes callers before it opens a tunnel. If the proxy does not answer or refuses the target, the connection
 * fails: no connection bypasses the proxy. Neither sidecars nor the gateway resolve the names of the hosts.
 *
 * The gateway speaks plain HTTP/1.1 to the proxy, without `Proxy-Authorization`: the proxy identifies the gateway by its address.
 *
 * @example
 * const upstreamProxy = UpstreamProxy.connect('proxy.corp.example', 3128);
 * const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy });
 * new ExternalTlsRoute(chart, 'partner', {
 *   gateway,
 *   hosts: ['partner.example.com'],
 *   upstreamProxy: UpstreamProxy.none(),
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export class UpstreamProxy {
  /**
   * Returns a proxy that opens tunnels by HTTP CONNECT.
   *
   * The gateways and routes that receive the proxy reject a name inside the cluster, and the name of a metadata service. A name in a
   * private zone needs `externalDomains` of the `EgressMesh`.
   *
   * @param host the DNS name of the proxy, which the gateway resolves, or its IP address; private addresses are possible
   * @param port the port of the proxy, 1 to 65535, except the ports of Istio's proxies
   * @throws EgressError for a host that is neither a full DNS name nor the address of another machine, and for a malformed port
   */
  public static connect(host: string, port: number): UpstreamProxy {
    return inFactory('UpstreamProxy.connect', () => {
      const isAddress = typeof host === 'string' && isIP(host) !== 0;
      const read = readAll({
        host: () => (isAddress ? parseAddress(host, 'host') : Host.parse(host).name),
        port: () => parseTrafficPort('port', port, 3128),
      });
      return new UpstreamProxy({ ...read, isAddress });
    });
  }

  /** Returns no proxy: a route connects to its hosts directly, although its gateway has a proxy. */
  public static none(): UpstreamProxy {
    return new UpstreamProxy(undefined);
  }

  /**
   * Returns the proxy of a model.
   * @internal
   */
  public static _of(proxy: UpstreamProxyModel | undefined): UpstreamProxy {
    return new UpstreamProxy(proxy);
  }

  /** Returns whether a value is an `UpstreamProxy`. */
  public static isUpstreamProxy(value: unknown): value is UpstreamProxy {
    return isMarked(value, 'UpstreamProxy');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _proxy: UpstreamProxyModel | undefined,
  ) {
    mark(this, 'UpstreamProxy');
  }

  /** Returns the proxy as source code: `connect('proxy.corp.example', 3128)` or `none()`. */
  public toString(): string {
    return this._proxy === undefined ? 'none()' : `connect('${this._proxy.host}', ${this._proxy.port})`;
  }
}
