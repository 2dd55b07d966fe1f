/** The groups of all cases that show ways around the gateway. */
import { Expectation, Request } from '../conformance/cases/case';
import { NamedCase } from '../conformance/cases/cases';
import { Group } from '../conformance/cases/group';
import { Wish } from '../conformance/cases/wish';

/** What happens to the attempts of a group. */
export type Outcome = (typeof STOPPED)[number] | 'through the gateway' | (typeof SUCCEEDS)[number];

const STOPPED = [
  'blocked',
  'answered by a proxy',
  'refused by policy',
  'refused in the handshake',
  'rejected by the API server',
  'denied by the evaluators',
  'repeated, and never direct',
  'without a connection to the host',
] as const;

const SUCCEEDS = ['direct', 'admitted by the API server', 'allowed by the evaluators'] as const;

/** A group of an example, without its expectations. */
export interface Shown extends Omit<Group<unknown>, 'expect'> {
  /** The folder in `examples/`. */
  readonly example: string;
  readonly outcomes: readonly Outcome[];
}

/** Returns all groups of the stages and of the truth tables. */
export function shownBy(examples: readonly NamedCase[]): Shown[] {
  return examples.flatMap(({ name: example, cases, tables }) => {
    const ofStages = cases
      .flatMap(({ stages }) => stages)
      .flatMap(({ expect = [], wishes = [], neverDirectly, unreached }) => [
        ...expect.map((group) => shown(group, ofExpectation)),
        ...wishes.map((group) => shown(group, ofWish)),
        ...(neverDirectly === undefined ? [] : [shown(neverDirectly, ofRepeated)]),
        ...(unreached === undefined ? [] : [shown(unreached, ofUnreached)]),
      ]);
    const ofTables = tables.flatMap(({ table: { asked, denies = [] } }) => {
      const ofConnection = (what: string): Outcome =>
        asked.find((each) => each.what === what)?.allowed === false
          ? 'denied by the evaluators'
          : 'allowed by the evaluators';
      return denies.map((group) => shown(group, ofConnection));
    });
    return [...ofStages, ...ofTables].map((group) => ({ ...group, example }));
  });
}

function shown<T>({ expect, ...group }: Group<T>, outcomeOf: (each: T) => Outcome): Omit<Shown, 'example'> {
  return { ...group, outcomes: expect.map(outcomeOf) };
}

function ofExpectation({ way, status }: Expectation): Outcome {
  if (way === 'via the gateway') return 'through the gateway';
  return way === 'blocked' && status !== undefined ? 'answered by a proxy' : way;
}

const ofWish = ({ refused }: Wish): Outcome =>
  refused === undefined ? 'admitted by the API server' : 'rejected by the API server';

const ofRepeated = (_: Request): Outcome => 'repeated, and never direct';

const ofUnreached = (_: string): Outcome => 'without a connection to the host';

/** Returns what is wrong with the claim of a group: its attempts must all be stopped or all go through the gateway, or succeed. */
export function problemOf({ closes = [], remains = [], outcomes, because }: Shown): string | undefined {
  const all = (allowed: readonly Outcome[]): boolean =>
    outcomes.length > 0 && outcomes.every((outcome) => allowed.includes(outcome));
  if (closes.length > 0 && !all(STOPPED) && !all(['through the gateway'])) return `${because}: closes nothing`;
  const open: readonly Outcome[] = [...SUCCEEDS, 'through the gateway', 'answered by a proxy'];
  return remains.length > 0 && !all(open) ? `${because}: nothing remains open` : undefined;
}
