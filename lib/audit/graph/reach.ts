import { groupBy } from '../../input/group-by';
import { SourceSet, sourceSets } from '../answer/source-class';
import { compareRequests, keyOfRequest, RequestedPort, WayOut } from '../answer/ways';
import { compare } from '../../input/compare';
import { ExitNode } from './types';

/** An exit, before the exits are numbered. */
export type Leaving = Omit<ExitNode, 'id'>;

/** The sources that reach a port of a host by one exit. */
export interface Reach {
  readonly exit: Leaving;
  /** Equal for equal exits. Sorts direct ways first, then requests that fail. */
  readonly exitKey: string;
  readonly request: RequestedPort;
  readonly sources: readonly SourceSet[];
}

/** Returns the requests that leave or fail, by exit, host and port. */
export function reachOf(ways: readonly WayOut[]): readonly Reach[] {
  return [...groupBy(ways, keyOfRequest).values()].flatMap(reachesOf).sort(inOrder);
}

/** The exits of one request. */
function reachesOf(ways: readonly WayOut[]): readonly Reach[] {
  const all = new Set(ways.map(({ source }) => source));
  const found = new Map<string, { exit: Leaving; way: WayOut; chosen: Set<string> }>();
  for (const way of ways) {
    const exit = exitOf(way);
    if (exit === undefined) continue;
    const key = keyOf(exit);
    const same = found.get(key) ?? { exit, way, chosen: new Set<string>() };
    same.chosen.add(way.source);
    found.set(key, same);
  }
  return [...found].map(
    ([
      exitKey,
      {
        exit,
        way: { host, port, protocol },
        chosen,
      },
    ]) => {
      return { exit, exitKey, request: { host, port, protocol }, sources: sourceSets(chosen, all) };
    },
  );
}

/** Returns a text that is equal for ways that leave by one exit, or do not leave. */
export function exitKeyOf(way: WayOut): string {
  const exit = exitOf(way);
  return exit === undefined ? way.outcome : keyOf(exit);
}

function exitOf({ outcome, exit }: WayOut): Leaving | undefined {
  switch (outcome) {
    case 'gateway':
      return { outcome, service: exit?.service, clientTls: exit?.clientTls };
    case 'direct':
    case 'fails':
      return { outcome };
    case 'blocked':
    case 'denied':
      return undefined;
  }
}

function keyOf({ outcome, service, clientTls }: Leaving): string {
  return [outcome, service, clientTls].join(' ');
}

function inOrder(a: Reach, b: Reach): number {
  return compare(a.exitKey, b.exitKey) || compareRequests(a.request, b.request);
}
