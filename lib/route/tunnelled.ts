import { EgressError } from '../input/egress-error';
import { Host } from '../host/host';
import { ClaimedPort } from '../mesh/external-host';
import { Resolution } from '../mesh/resolution';
import { UpstreamProxyModel } from '../mesh/upstream-proxy-model';
import { ReadUpstream } from '../upstream/upstream-rules';

/**
 * The settings that a host through an upstream proxy can have: those of the gateway's requests and of their connections to the loopback
 * address at which the tunnel begins. The other settings are for connections to endpoints, of which the gateway has one, the proxy.
 */
const SETTINGS: readonly string[] = [
  'maxConnectionDuration',
  'maxConnections',
  'timeout',
  'retries',
  'http1MaxPendingRequests',
  'http2MaxRequests',
  'maxRequestsPerConnection',
  'maxRetries',
];

/**
 * Rejects what cannot go through an upstream proxy: ports that the mesh reaches around the gateway, names that the gateway resolves,
 * several targets of a tunnel, and settings of the connections to a host.
 *
 * @throws EgressError
 */
export function assertTunnelled(
  ports: readonly ClaimedPort[],
  resolution: Resolution | undefined,
  upstream: ReadUpstream = {},
): void {
  const direct = ports.filter(({ routing }) => routing === 'direct').map(({ number }) => number);
  if (direct.length > 0) {
    const fix =
      'remove directPorts, and create an ExternalTlsRoute for the port; or write upstreamProxy: UpstreamProxy.none()';
    throw notTunnelled('directPorts', direct, fix);
  }
  const [setting] = Object.keys(upstream).filter((name) => !SETTINGS.includes(name));
  if (setting !== undefined) {
    const what = `upstream.${setting}`;
    throw notTunnelled(what, setting, `remove ${what}, or write upstreamProxy: UpstreamProxy.none()`);
  }
  if (resolution !== undefined) assertOneTarget(resolution);
}

/**
 * Rejects a tunnel through a proxy to the same proxy, as for applications that speak CONNECT themselves: proxies refuse such requests.
 *
 * @throws EgressError
 */
export function assertNotTheProxy({ name }: Host, ports: readonly ClaimedPort[], proxy: UpstreamProxyModel): void {
  if (name !== proxy.host || !ports.some(({ number }) => number === proxy.port)) return;
  throw EgressError.of({
    code: 'EGR0416',
    problem: 'the proxy cannot be a host behind itself',
    got: `${proxy.host}:${proxy.port}`,
    allowed: 'other hosts, and the proxy without a tunnel, for applications that speak CONNECT themselves',
    fix: 'write upstreamProxy: UpstreamProxy.none()',
  });
}

function assertOneTarget({ kind, endpoints }: Resolution): void {
  if (kind === 'DYNAMIC_DNS') {
    const fix =
      'write WildcardTarget.host("www.example.com") with a host that serves every name, list the hosts, or write upstreamProxy: UpstreamProxy.none()';
    throw notTunnelled('WildcardTarget.dynamicDns()', 'dynamicDns()', fix);
  }
  if (kind === 'DNS_ROUND_ROBIN') {
    const fix = 'remove resolution, or write upstreamProxy: UpstreamProxy.none()';
    throw notTunnelled('HostResolution.DNS_ROUND_ROBIN', kind, fix);
  }
  if (kind === 'NONE') {
    throw notTunnelled('ExternalCidrRoute', 'cidrs', 'write upstreamProxy: UpstreamProxy.none()');
  }
  if (endpoints.length === 1) return;
  const addresses = endpoints.map(({ address }) => address);
  const fix = 'write one of the addresses, or upstreamProxy: UpstreamProxy.none()';
  throw notTunnelled('HostResolution.STATIC with several addresses', addresses, fix);
}

function notTunnelled(what: string, got: unknown, fix: string): EgressError {
  return EgressError.of({
    code: 'EGR0416',
    problem: `${what} cannot be used with an upstreamProxy`,
    got,
    allowed:
      'ports of named hosts, or of hosts with one address, through the gateway: the proxy resolves the names, and each tunnel has one target',
    fix,
  });
}
