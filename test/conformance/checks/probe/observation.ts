/** What was seen of a request, and which way it went by that. */
import { Expectation, Way } from '../../cases/case';
import { Tunnelled } from '../../environment/outside/connect-proxy';
import { Seen } from '../../environment/outside/server';
import { accessLogLines, endedInHandshake } from './access-log';

/** What the programs said. */
export interface Evidence {
  /** The address of the calling pod. */
  readonly client: string;
  /** The addresses of the gateways' pods, with their names. */
  readonly gateways: ReadonlyMap<string, string>;
  readonly exit: number;
  readonly httpStatus: number;
  readonly error: string;
  /** What a server saw of the request, where it reached one. */
  readonly seen?: Seen;
  /** How often servers outside saw the request. */
  readonly arrivals: number;
  /** What the company's proxy saw, where the server saw the proxy. */
  readonly tunnel?: Tunnelled;
  /** The line that the gateway wrote about it. */
  readonly gatewayLine?: string;
  /** What the client's own proxy wrote about it. */
  readonly clientLine?: string;
}

export interface Observation extends Evidence {
  readonly way: Way;
  /** The gateway whose address the server saw, as `namespace/pod`. */
  readonly gateway?: string;
}

/** An address without its port. */
export function addressOf(peer: string): string {
  return peer.slice(0, peer.lastIndexOf(':'));
}

/**
 * Which way a request went: where it reached a server, the peer that the server saw says it, or the peer of the company's proxy,
 * where the server saw the proxy.
 */
export function observe(evidence: Evidence): Observation {
  const { seen, tunnel, gateways, gatewayLine } = evidence;
  if (seen !== undefined) {
    const gateway = gateways.get(addressOf(tunnel?.from ?? seen.peer));
    return gateway === undefined ? { ...evidence, way: 'direct' } : { ...evidence, way: 'via the gateway', gateway };
  }
  return { ...evidence, way: refusalOf(gatewayLine ?? '') };
}

function refusalOf(lines: string): Way {
  if (lines.includes('rbac_access_denied')) return 'refused by policy';
  return accessLogLines(lines).some(endedInHandshake) ? 'refused in the handshake' : 'blocked';
}

/** What of an observation is not as expected, in words; nothing when all of it is. */
export function differences(
  expected: Pick<
    Expectation,
    'way' | 'gateway' | 'log' | 'exit' | 'status' | 'unlogged' | 'tunnel' | 'arrivals' | 'version' | 'scheme'
  >,
  seen: Observation,
): string[] {
  const found: string[] = [];
  if (!isSameWay(seen.way, expected.way)) found.push(`it went ${seen.way}, expected ${expected.way}`);
  const answered = expected.way === 'via the gateway' || expected.way === 'direct';
  if (answered && expected.exit === undefined && seen.exit !== 0)
    found.push(`curl ended with ${seen.exit}: ${seen.error}`);
  const status = expected.status ?? (answered ? 200 : seen.httpStatus);
  if (seen.httpStatus !== status) found.push(`the answer was ${seen.httpStatus}, expected ${status}`);
  if (expected.gateway !== undefined && !(seen.gateway ?? '').startsWith(`${expected.gateway}-`)) {
    found.push(`the server saw ${seen.gateway ?? seen.seen?.peer ?? 'nothing'}, expected ${expected.gateway}`);
  }
  if (expected.log !== undefined && !(seen.gatewayLine ?? '').includes(expected.log)) {
    found.push(`the gateway's log has ${seen.gatewayLine ?? 'no line of it'}, expected ${expected.log}`);
  }
  found.push(...tunnelDifferences(expected.tunnel, seen.tunnel));
  if (expected.unlogged === true && seen.clientLine !== undefined) {
    found.push(`the client's own proxy wrote ${seen.clientLine}`);
  }
  for (const what of ['version', 'scheme'] as const) {
    const [asked, got] = [expected[what], seen.seen?.[what]];
    if (asked !== undefined && got !== asked) found.push(`the server saw ${what} ${String(got)}, expected ${asked}`);
  }
  if (expected.exit !== undefined && seen.exit !== expected.exit) {
    found.push(`curl ended with ${seen.exit}, expected ${expected.exit}`);
  }
  if (expected.arrivals !== undefined && seen.arrivals !== expected.arrivals) {
    found.push(`servers saw the request ${seen.arrivals} times, expected ${expected.arrivals}`);
  }
  return found;
}

function tunnelDifferences(expected: Expectation['tunnel'], seen: Tunnelled | undefined): string[] {
  const text = (tunnel: Expectation['tunnel']) =>
    tunnel ? `CONNECT ${tunnel.connect} (${tunnel.headers.join()})` : 'nothing';
  if (text(expected) === text(seen)) return [];
  return [`the company's proxy saw ${text(seen)}, expected ${text(expected)}`];
}

/** A caller that is refused in the handshake reaches no server, which is all that `blocked` asks. */
function isSameWay(seen: Way, expected: Way): boolean {
  return seen === expected || (expected === 'blocked' && seen === 'refused in the handshake');
}

type Headers = Seen['headers'];
type Headed = Pick<Expectation, 'besides' | 'values' | 'without'>;

/**
 * What the server saw of the mesh, in words.
 *
 * @param plain those of the same request without a mesh
 */
export function headerDifferences(
  { besides = [], values = {}, without = [] }: Headed,
  seen: Headers,
  plain: Headers,
): string[] {
  const names = [...new Set([...Object.keys(seen), ...besides, ...Object.keys(values), ...without])].sort();
  return names.flatMap((name) => {
    if (without.includes(name)) {
      if (plain[name] === undefined) return [`the request has no ${name}`];
      return seen[name] === undefined ? [] : [`the server saw ${name}`];
    }
    if (values[name] !== undefined) {
      return seen[name] === values[name] ? [] : [`the server saw ${name}: ${String(seen[name])}, not ${values[name]}`];
    }
    if (besides.includes(name)) return seen[name] === undefined ? [`the server did not see ${name}`] : [];
    if (plain[name] === undefined) return [`the server saw ${name}: ${String(seen[name])}`];
    return seen[name] === plain[name]
      ? []
      : [`the server saw ${name}: ${String(seen[name])}, not ${String(plain[name])}`];
  });
}
