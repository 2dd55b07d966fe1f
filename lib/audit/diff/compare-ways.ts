import { textsOf } from '../answer/answer';
import { SourceSet, sourceSets, valueOfClass } from '../answer/source-class';
import { ANY_REQUEST, compareRequests, isOneHost, keyOfRequest, RequestedPort, WayOut } from '../answer/ways';
import { compare } from '../../input/compare';
import { Effect, effectBetween, gainBetween, leaves, stateOf, WayState } from './way-state';

/** A change of the ways of sources to ports of hosts. */
export interface WayChange {
  readonly effect: Effect;
  /**
   * The way out that the sources did not have: to the outside directly, or through a gateway. `unevaluated`: a way that the audit does not
   * evaluate.
   */
  readonly gains?: 'direct' | 'gateway' | 'unevaluated';
  readonly sources: readonly SourceSet[];
  readonly requests: readonly RequestedPort[];
  /** Absent if the old set has no answer. */
  readonly before?: WayState;
  /** Absent if the new set has no answer. */
  readonly after?: WayState;
  /** The reasons of requests that no longer leave, or fail. */
  readonly why: readonly string[];
  /** The assumptions on which the old outcome does not rely. */
  readonly assumptions: readonly string[];
}

type Row = { readonly state: WayState } & Pick<WayOut, 'why' | 'assumptions' | 'unevaluated'>;

type Sources = ReadonlyMap<string, Row>;

/** A request, and its outcome for each source. */
interface RequestSources {
  readonly request: RequestedPort;
  readonly sources: Map<string, Row>;
}

type Delta = Pick<WayChange, 'effect' | 'gains' | 'before' | 'after'>;

/** A change of one request. */
interface Found {
  readonly delta: Delta;
  readonly sources: readonly SourceSet[];
  readonly why: Set<string>;
  readonly assumptions: Set<string>;
}

/**
 * Returns the changes from one set of ways to another, the biggest danger first. A source that one set does not name has the
 * ways of its broader class in that set. The names of objects, the order of the ways and the manner of a refusal are no change. A new
 * assumption is a change.
 */
export function compareWays(before: readonly WayOut[], after: readonly WayOut[]): readonly WayChange[] {
  const [old, now] = [byRequest(before), byRequest(after)];
  const changes = new Map<string, Found & { readonly requests: RequestedPort[] }>();
  for (const { request } of new Map([...old, ...now]).values()) {
    for (const found of changesOf(sourcesOf(old, request), sourcesOf(now, request))) {
      const key = JSON.stringify([found.delta, found.sources]);
      const same = changes.get(key) ?? { ...found, requests: [] };
      same.requests.push(request);
      addTo(same, found);
      changes.set(key, same);
    }
  }
  return [...changes.values()]
    .map(({ delta, sources, requests, why, assumptions }) => {
      return {
        ...delta,
        sources,
        requests: requests.sort(compareRequests),
        why: [...why],
        assumptions: [...assumptions],
      };
    })
    .sort(moreDangerous);
}

const NONE: Sources = new Map();

/**
 * The ways of a request. A port of hosts that no object declares has the ways of the other ports if it has none of its own, and addresses
 * have the ways of the port for the sources that have none of their own.
 */
function sourcesOf(asked: ReadonlyMap<string, RequestSources>, request: RequestedPort): Sources {
  const own = asked.get(keyOfRequest(request))?.sources;
  if (isOneHost(request.host) || request.protocol === 'udp') return own ?? NONE;
  if (request.host === '*') return own ?? asked.get(keyOfRequest(ANY_REQUEST))?.sources ?? NONE;
  return new Map([...sourcesOf(asked, { ...ANY_REQUEST, port: request.port }), ...(own ?? [])]);
}

function byRequest(ways: readonly WayOut[]): ReadonlyMap<string, RequestSources> {
  const asked = new Map<string, RequestSources>();
  for (const way of ways) {
    const { source, host, port, protocol } = way;
    const id = keyOfRequest(way);
    const known: RequestSources = asked.get(id) ?? { request: { host, port, protocol }, sources: new Map() };
    const { why, assumptions, unevaluated } = way;
    known.sources.set(source, { state: stateOf(way), why, assumptions, unevaluated });
    asked.set(id, known);
  }
  return asked;
}

/** The changes of one request, each with all sources that have the change. */
function changesOf(before: Sources, after: Sources): readonly Found[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  const found = new Map<string, Omit<Found, 'sources'> & { readonly chosen: Set<string> }>();
  for (const source of all) {
    const [old, now] = [valueOfClass(before, source), valueOfClass(after, source)];
    const delta = deltaOf(old, now);
    if (delta === undefined) continue;
    const key = JSON.stringify(delta);
    const same = found.get(key) ?? { delta, chosen: new Set(), why: new Set(), assumptions: new Set() };
    same.chosen.add(source);
    addTo(same, {
      why: now?.why === undefined || leaves(now.state) ? [] : [now.why],
      assumptions: added(old?.assumptions, now?.assumptions),
    });
    found.set(key, same);
  }
  return [...found.values()].map(({ chosen, ...rest }) => ({ ...rest, sources: sourceSets(chosen, all) }));
}

function addTo(
  { why, assumptions }: Pick<Found, 'why' | 'assumptions'>,
  more: { readonly why: Iterable<string>; readonly assumptions: Iterable<string> },
): void {
  for (const each of more.why) why.add(each);
  for (const each of more.assumptions) assumptions.add(each);
}

/** The texts that are not among those before. */
function added(before: readonly string[] = [], after: readonly string[] = []): readonly string[] {
  return after.filter((text) => !before.includes(text));
}

function deltaOf(old: Row | undefined, now: Row | undefined): Delta | undefined {
  const [before, after] = [old?.state, now?.state];
  const relies = old !== undefined && added(old.assumptions, now?.assumptions).length > 0;
  const effect = effectBetween(before, after) ?? (relies ? 'depends' : undefined);
  if (effect === undefined) return undefined;
  const isOpen = added(textsOf(old?.unevaluated), textsOf(now?.unevaluated)).length > 0;
  return { effect, gains: gainBetween(before, after) ?? (isOpen ? 'unevaluated' : undefined), before, after };
}

const DANGERS: readonly Effect[] = ['breaks', 'reroutes', 'mends', 'opens', 'closes', 'depends'];

function dangerOf({ gains, effect }: WayChange): number {
  return gains === undefined ? 2 + DANGERS.indexOf(effect) : gains === 'direct' ? 0 : 1;
}

function moreDangerous(a: WayChange, b: WayChange): number {
  return (
    dangerOf(a) - dangerOf(b) ||
    compare(a.effect, b.effect) ||
    compare(a.sources[0]?.source ?? '', b.sources[0]?.source ?? '') ||
    compareRequests(a.requests[0] as RequestedPort, b.requests[0] as RequestedPort)
  );
}
