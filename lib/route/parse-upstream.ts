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
  throw EgressError.of({
    code: 'EGR0121',
    problem: `wildcardTarget and ${names.join(', ')} exclude each other`,
    got: names,
    allowed: isUnset
      ? 'a target without upstream and resolution'
      : 'a wildcardTarget without resolution and endpoints: the target states both',
    fix: `remove ${names.join(', ')}`,
  });
}
