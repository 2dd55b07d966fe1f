import { isIP } from 'node:net';
import { Host } from '../host/host';
import { EgressError } from '../input/egress-error';
import { ClaimedPort, isGatewayPassthrough } from '../mesh/external-host';
import { byDns, Resolution } from '../mesh/resolution';
import { UpstreamModel } from '../mesh/upstream-model';
import { UpstreamResolution } from '../mesh/upstream-resolution';
import { ReadUpstream } from '../upstream/upstream-rules';

/** Returns the ports with the settings of a route. Ports that bypass the gateway have none. */
export function withUpstream(ports: readonly ClaimedPort[], read: ReadUpstream | undefined): readonly ClaimedPort[] {
  const upstream = settingsOf(read ?? {});
  if (Object.keys(upstream).length === 0) return ports;
  return ports.map((port) => (port.routing === 'gateway' ? Object.assign({}, port, { upstream }) : port));
}

/** Returns the settings without those of the ServiceEntry, which are of the host. */
function settingsOf({ endpoints: _, resolution: __, ...settings }: ReadUpstream): UpstreamModel {
  return settings;
}

/** Returns the names among the endpoints. */
export function namesOf({ endpoints = [] }: ReadUpstream): readonly Host[] {
  return endpoints.flatMap(({ address }) => (isIP(address) === 0 ? [Host.parse(address)] : []));
}

/** Returns the resolution of a host; undefined for its own name by DNS. */
export function resolutionOf(host: Host, read: ReadUpstream = {}): Resolution | undefined {
  const { endpoints, resolution } = read;
  if (endpoints === undefined) {
    return resolution === UpstreamResolution.DNS_ROUND_ROBIN ? { ...byDns(host), kind: resolution } : undefined;
  }
  const kind = resolution ?? (namesOf(read).length === 0 ? UpstreamResolution.STATIC : UpstreamResolution.DNS);
  // Without the dot, a pod would try its search domains first.
  const dotted = endpoints.map((each) => ({
    ...each,
    address: isIP(each.address) === 0 ? `${each.address}.` : each.address,
  }));
  return { kind, endpoints: dotted };
}

/** Settings that a wildcard cannot have: its target is its only endpoint, or the gateway resolves each name by itself. */
const OF_ENDPOINTS: readonly string[] = ['endpoints', 'failover', 'resolution'];

/**
 * Rejects settings that a wildcard cannot have. With dynamic DNS for TLS, an EnvoyFilter replaces the cluster that has the settings.
 *
 * @throws EgressError
 */
export function assertFitsTarget(
  read: ReadUpstream | undefined,
  target: Resolution | undefined,
  ports: readonly ClaimedPort[],
): void {
  if (read === undefined || target === undefined) return;
  const isDynamic = target.kind === 'DYNAMIC_DNS';
  const isUnset = isDynamic && ports.some(isGatewayPassthrough);
  const names = Object.keys(read).filter(
    (name) => isUnset || OF_ENDPOINTS.includes(name) || (isDynamic && name === 'loadBalancer'),
  );
  if (names.length === 0) return;
  throw EgressError.of({
    code: 'EGR0121',
    problem: `wildcardTarget and upstream.${names.join(', upstream.')} exclude each other`,
    got: names,
    allowed: isUnset ? 'a target without upstream' : 'endpoints of a host; a wildcard has its target',
    fix: `remove ${names.map((name) => `upstream.${name}`).join(', ')}`,
  });
}
