/**
 * The ways of a request whose way the manifests do not determine: rules by path or header, weighted destinations, mirrors.
 */
import { uniqueBy } from '../../input/unique';
import { few } from '../model/sentence';
import { Journey } from './journey';
import { BrokenWay, Way } from './types';

/** The number of ways of one request that are followed. */
const MOST = 200;

/** A way, and the choices that the journey made. */
interface Alternative {
  readonly way: Way;
  readonly journey: Journey;
}

/** Follows every way of a request. Returns the way if all are alike, else the most dangerous way, which relies on its conditions. */
export function everyWay(follow: (journey: Journey) => Way): Way {
  const alternatives: Alternative[] = [];
  const pending: (readonly number[])[] = [[]];
  for (let given = pending.pop(); given !== undefined; given = pending.pop()) {
    if (alternatives.length === MOST) return tooMany(alternatives[0]);
    const journey = new Journey(given);
    alternatives.push({ way: follow(journey), journey });
    pending.push(...journey.untried.reverse());
  }
  return mostDangerous(alternatives);
}

function mostDangerous(alternatives: readonly Alternative[]): Way {
  const [only, ...further] = alternatives;
  if (only !== undefined && further.length === 0) return only.way;
  // The request is answered if a copy fails.
  const counted = alternatives.filter(({ way, journey }) => !journey.isCopy || way.kind !== 'broken');
  const [worst, ...rest] = [...counted].sort((a, b) => dangerOf(b.way) - dangerOf(a.way));
  if (worst === undefined) throw new Error('a request has a way');
  const { way, journey } = worst;
  if (rest.every((other) => keyOf(other.way) === keyOf(way))) return way;
  const doubts = new Map(counted.flatMap((each) => each.way.doubts.map((doubt) => [doubt.what, doubt])));
  const failing = way.kind === 'broken' ? [] : broken(counted);
  const others = failing.map(({ reason }) => `other requests fail: ${reason}`);
  const assumptions = new Set([...way.assumptions, ...journey.conditions, ...others]);
  return { ...way, assumptions: [...assumptions], doubts: [...doubts.values()], failing };
}

/** The ways that fail, one for each reason. */
function broken(all: readonly Alternative[]): readonly BrokenWay[] {
  return uniqueBy(
    all.flatMap(({ way }) => (way.kind === 'broken' ? [way] : [])),
    ({ reason }) => reason,
  );
}

/** Orders outcomes by what leaves the mesh: around the gateways, then through a gateway, then nothing. */
function dangerOf(way: Way): number {
  switch (way.kind) {
    case 'direct':
      return 3;
    case 'unknown':
      return way.cluster === 'PassthroughCluster' ? 3 : 0;
    case 'gateway':
      return 2;
    case 'broken':
      return 1;
    case 'inside':
      return 0;
    // The doubts of every way count.
    case 'unevaluated':
      return -1;
  }
}

function keyOf(way: Way): string {
  switch (way.kind) {
    case 'direct':
      return JSON.stringify([way.kind, way.destination, way.origination]);
    case 'unknown':
      return way.cluster;
    case 'broken':
      return way.reason;
    case 'inside':
      return way.hops.at(-1)?.text ?? '';
    case 'unevaluated':
      return way.doubts.at(-1)?.what ?? '';
    case 'gateway': {
      const { service, gateway, serverPort, clientTls, origination, destination, authority, connectsTo } = way;
      return JSON.stringify([service, gateway, serverPort, clientTls, origination, destination, authority, connectsTo]);
    }
  }
}

function tooMany(first: Alternative | undefined): Way {
  const { hops = [], connections = [], assumptions = [], doubts = [] } = first?.way ?? {};
  const what = `a request with more than ${MOST} ways, by ${few(first?.journey.conditions ?? [])},`;
  return { kind: 'unevaluated', hops, connections, assumptions, doubts: [...doubts, { what, decidedBy: [] }] };
}
