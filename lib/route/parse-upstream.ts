import { Host } from '../host/host';
import { EgressError } from '../input/egress-error';
import { ClaimedPort, isGatewayPassthrough } from '../mesh/external-host';
import { HostResolution } from '../mesh/host-resolution';
import { isName, Resolution } from '../mesh/resolution';
import { UpstreamModel } from '../mesh/upstream-model';
import { ReadUpstream } from '../upstream/upstream-rules';

/** Returns the ports with the settings of a route. Ports that bypass the gateway have none. */
export function withUpstream(ports: readonly ClaimedPort[], read: ReadUpstream | undefined): readonly ClaimedPort[] {
  const upstream = settingsOf(read ?? {});
  if (Object.keys(upstream).length === 0) return ports;
  return ports.map((port) => (port.routing === 'gateway' ? Object.assign({}, port, { upstream }) : port));
}

/** Returns the settings without the endpoints, which the ServiceEntry of the host has. */
function settingsOf({ endpoints: _, ...settings }: ReadUpstream): UpstreamModel {
  return settings;
}

/** Returns the names among the endpoints. */
export function namesOf({ endpoints = [] }: ReadUpstream): readonly Host[] {
  return endpoints.filter(isName).map(({ address }) => Host.parse(address));
}

/** The properties of a route that a target excludes, read. */
interface Given {
  readonly resolution?: HostResolution | undefined;
  readonly upstream?: ReadUpstream | undefined;
  readonly ports: readonly ClaimedPort[];
}

/** Settings that a wildcard cannot have: its target is its only endpoint, or the gateway resolves each name by itself. */
const OF_ENDPOINTS: readonly string[] = ['endpoints', 'failover'];

/**
 * Rejects settings that a wildcard cannot have. With dynamic DNS for TLS, an EnvoyFilter replaces the cluster that has the settings.
 *
 * @throws EgressError
 */
export function assertFitsTarget({ resolution, upstream = {}, ports }: Given, target: Resolution | undefined): void {
  if (target === undefined) return;
  const isDynamic = target.kind === 'DYNAMIC_DNS';
  const isUnset = isDynamic && ports.some(isGatewayPassthrough);
  const settings = Object.keys(upstream).filter(
    (name) => isUnset || OF_ENDPOINTS.includes(name) || (isDynamic && name === 'loadBalancer'),
  );
  const names = [...(resolution === undefined ? [] : ['resolution']), ...settings.map((name) => `upstream.${name}`)];
  if (names.length === 0) return;
  const isOfNames = isUnset && settings.every((name) => !OF_ENDPOINTS.includes(name)) && settings.length > 0;
  throw EgressError.of({
    code: 'EGR0121',
    problem: `WildcardTarget.${isDynamic ? 'dynamicDns()' : 'host(...)'} cannot be used with ${names.join(', ')}`,
    got: names,
    allowed: isDynamic ? (isUnset ? OF_TLS : OF_HTTP) : OF_HOST,
    fix: `remove ${names.join(', ')}${isOfNames ? `, or write ${ONE_HOST}` : ''}`,
  });
}

const OF_TLS = 'dynamicDns() on an ExternalTlsRoute without upstream and resolution';
const OF_HTTP = 'dynamicDns() without resolution, endpoints, failover and loadBalancer: each name is the only endpoint';
const OF_HOST = 'host(...) without resolution, endpoints and failover: the target is the only endpoint';
const ONE_HOST = 'WildcardTarget.host("www.example.com") with a host that serves every name';
