import { groupBy } from '../../input/group-by';
import { Exit } from './answer';
import { describeRequest } from './describe-request';
import { broaderClasses, describeSource, sourceSets } from './source-class';
import { isSameWay, keyOfRequest, WayOut } from './way-out';
import { hostPort } from '../model/host-port';

/**
 * Returns ways as text, a line each: `payments/api -> edition.cnn.com:443 tls: gateway istio-egress/egress`. A source that does not reach a
 * declared host has a line only if a broader source reaches the host.
 */
export function describeWays(ways: readonly WayOut[]): string[] {
  const broaderOf = broaderWays(ways);
  const isListed = (way: WayOut): boolean => {
    const broader = broaderOf(way);
    if (broader !== undefined && isSameWay(broader, way)) return false;
    return way.host === '*' || !isRefused(way) || (broader !== undefined && !isRefused(broader));
  };
  return ways.filter(isListed).map((way) => `${way.source} -> ${describeRequest(way)}: ${stateOf(way)}`);
}

/** Returns the ways around the gateways as text: `every namespace except orders/* to edition.cnn.com:443 tls`. */
export function describeDirectWays(ways: readonly WayOut[]): readonly string[] {
  return [...groupBy(ways, keyOfRequest).values()].flatMap((ofRequest) => {
    const direct = ofRequest.filter(({ outcome }) => outcome === 'direct');
    const chosen = new Set(direct.map(({ source }) => source));
    const sets = sourceSets(chosen, new Set(ofRequest.map(({ source }) => source)));
    return direct.flatMap((way) => {
      const set = sets.find(({ source }) => source === way.source);
      return set === undefined ? [] : [`${describeSource(set)} to ${describeRequest(way)}`];
    });
  });
}

/** Returns ways without those that are the way of the next broader source. Two refusals are the same, in whatever manner. */
export function distinctWays(ways: readonly WayOut[]): readonly WayOut[] {
  const broaderOf = broaderWays(ways);
  return ways.filter((way) => {
    const broader = broaderOf(way);
    return broader === undefined || !(isSameWay(broader, way) || (isRefused(broader) && isRefused(way)));
  });
}

/** Returns the function that gives the way of the next broader source to the same host and port. */
function broaderWays(ways: readonly WayOut[]): (way: WayOut) => WayOut | undefined {
  const byRequest = new Map<string, Map<string, WayOut>>();
  for (const way of ways) {
    const key = keyOfRequest(way);
    byRequest.set(key, (byRequest.get(key) ?? new Map<string, WayOut>()).set(way.source, way));
  }
  return (way) => {
    const all = byRequest.get(keyOfRequest(way));
    const broader = broaderClasses(way.source).find((source) => all?.has(source));
    return broader === undefined ? undefined : all?.get(broader);
  };
}

function isRefused(way: WayOut): boolean {
  return way.outcome === 'denied' || way.outcome === 'blocked';
}

function stateOf(way: WayOut): string {
  const { outcome, exit, why } = way;
  switch (outcome) {
    case 'gateway':
      return exit === undefined ? outcome : gatewayText(exit, way);
    case 'fails':
      return `fails, ${why}`;
    case 'direct':
    case 'blocked':
    case 'denied':
      return outcome;
  }
}

function gatewayText({ service, destination, clientTls, origination }: Exit, { host, port }: WayOut): string {
  const isAsked = destination.host === host && destination.port === port;
  return [
    `gateway ${service}`,
    isAsked ? '' : ` to ${hostPort(destination.host, destination.port)}`,
    origination === 'NONE' ? '' : `, ${origination === 'MUTUAL' ? 'mutual TLS' : 'TLS'} from the gateway`,
    clientTls === 'NONE' ? ', no mesh mTLS' : '',
  ].join('');
}
