import { dispatch, Found, Worker } from '../../../conformance/cli/dispatch';
import { Unit, Work } from '../../../conformance/cli/unit';

const work = (program: string, weight: number): Work => ({ unit: { kind: 'mutants', program }, weight });
const named = (unit: Unit): string => (unit.kind === 'mutants' ? unit.program : unit.kind);
const found = (title: string): Found => ({ sections: [{ title, checks: [], seconds: 1 }], outcomes: [] });

/** A cluster that runs units when it is told to, and records them. */
class TestCluster implements Worker {
  public readonly units: string[] = [];
  public ended = false;

  public constructor(
    public readonly name: string,
    private readonly broken: { readonly start?: boolean; readonly unit?: string; readonly end?: boolean } = {},
    private readonly pace = 1,
  ) {}

  public async start(): Promise<void> {
    if (this.broken.start) throw new Error('no kernel');
    return Promise.resolve();
  }

  public async run(unit: Unit): Promise<Found> {
    this.units.push(named(unit));
    for (let turn = 0; turn < this.pace; turn += 1) await Promise.resolve();
    if (this.broken.unit === named(unit)) throw new Error('killed');
    return found(named(unit));
  }

  public async end(): Promise<void> {
    if (this.broken.end) throw new Error('killed at the end');
    this.ended = true;
    return Promise.resolve();
  }
}

const titles = (all: readonly Found[]): string[] => all.flatMap(({ sections }) => sections.map(({ title }) => title));
const failures = (all: readonly Found[]): string[] =>
  all.flatMap(({ sections }) =>
    sections.flatMap(({ title, checks }) =>
      checks.filter(({ passed }) => !passed).map(({ evidence }) => `${title}: ${evidence}`),
    ),
  );

const WORK = [work('short', 1), work('endless', Infinity), work('long', 9), work('middle', 5)];

it('hands out the longest unit first, and returns what was found in the order of the work', async () => {
  const one = new TestCluster('cluster 1');
  expect(titles(await dispatch(WORK, [one]))).toEqual(['short', 'endless', 'long', 'middle']);
  expect(one.units).toEqual(['endless', 'long', 'middle', 'short']);
  expect(one.ended).toBe(true);
});

it('gives the next unit to the cluster that is free', async () => {
  const slow = new TestCluster('cluster 1', {}, 1000);
  const fast = new TestCluster('cluster 2');
  await dispatch(WORK, [slow, fast]);
  expect(slow.units).toEqual(['endless']);
  expect(fast.units).toEqual(['long', 'middle', 'short']);
});

it('reports the unit with which a cluster died, and leaves the rest to the others', async () => {
  const dead = new TestCluster('cluster 1', { unit: 'endless' });
  const alive = new TestCluster('cluster 2');
  const all = await dispatch(WORK, [dead, alive]);
  expect(failures(all)).toEqual(['mutants of endless: cluster 1: killed']);
  expect(titles(all)).toEqual(['short', 'mutants of endless', 'long', 'middle']);
});

it('leaves the work of a cluster that does not start to the others', async () => {
  const all = await dispatch(WORK, [new TestCluster('cluster 1', { start: true }), new TestCluster('cluster 2')]);
  expect(failures(all)).toEqual([]);
  expect(titles(all)).toEqual(['short', 'endless', 'long', 'middle']);
});

it('reports a cluster that dies at its end', async () => {
  const all = await dispatch(WORK, [new TestCluster('cluster 1', { end: true })]);
  expect(failures(all)).toEqual(['cluster 1: cluster 1: killed at the end']);
  expect(titles(all)).toHaveLength(5);
});

it('reports every unit when no cluster starts', async () => {
  const all = await dispatch([work('short', 1)], [new TestCluster('cluster 1', { start: true })]);
  expect(failures(all)).toEqual(['mutants of short: no cluster was left to run it']);
});

it('reports every unit when no cluster is left', async () => {
  const all = await dispatch(WORK, [new TestCluster('cluster 1', { unit: 'long' })]);
  expect(failures(all)).toEqual([
    'mutants of short: no cluster was left to run it',
    'mutants of long: cluster 1: killed',
    'mutants of middle: no cluster was left to run it',
  ]);
});
