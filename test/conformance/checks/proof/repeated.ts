/** Requests that are repeated during the changes of a stage, and what their counts must be. */
import { Request, Stage } from '../../cases/case';
import { Group } from '../../cases/group';
import { Check } from '../check';
import { LoopCount } from '../probe/loop';

/** The groups of a stage whose requests are repeated. */
export const KINDS = ['neverDirectly', 'neverLost', 'someLost', 'someDirectly', 'maybeDirectly'] as const;

/** What must be true of the count of a repeated request. */
interface Rule {
  readonly expected: string;
  readonly holds: (count: LoopCount) => boolean;
  /** Seconds that a request may take; one that hangs would hide those that could follow. */
  readonly seconds: number;
}

const RULES: Readonly<Record<(typeof KINDS)[number], Rule>> = {
  neverDirectly: { expected: 'never direct', holds: ({ direct }) => direct === 0, seconds: 1 },
  neverLost: {
    expected: 'never lost, never direct',
    holds: ({ direct, lost }) => lost === 0 && direct === 0,
    // An answer that comes late on a busy machine is not lost.
    seconds: 8,
  },
  someLost: {
    expected: 'lost for a while, never direct',
    holds: ({ direct, lost }) => lost > 0 && direct === 0,
    seconds: 1,
  },
  someDirectly: { expected: 'direct for a while', holds: ({ direct }) => direct > 0, seconds: 1 },
  maybeDirectly: { expected: 'may be direct for a moment', holds: () => true, seconds: 1 },
};

/** A request that is repeated, and what must be true of it. */
export interface Repeated {
  readonly request: Request;
  readonly because: string;
  readonly rule: Rule;
}

export function repeatedIn(stage: Stage): Repeated[] {
  return KINDS.flatMap((kind) => {
    const group: Group<Request> | undefined = stage[kind];
    return group?.expect.map((request) => ({ request, because: group.because, rule: RULES[kind] })) ?? [];
  });
}

export function repeatedCheck({ because, rule }: Repeated, count: LoopCount): Check {
  const { from, url, requests, direct, viaGateway, unseen, lost } = count;
  const ways = `${direct} direct, ${viaGateway} via a gateway, ${unseen} nowhere`;
  return {
    what: `${from} ${url}, repeated`,
    because,
    expected: rule.expected,
    seen: `${requests} requests: ${ways}; ${lost} lost`,
    passed: requests > 0 && rule.holds(count),
  };
}
