import { ConformanceCase, request } from '../../../conformance/cases/case';
import { allCases, NamedCase } from '../../../conformance/cases/cases';
import { parseOptions } from '../../../conformance/cli/options';
import { clustersFor, titleOf, workOf } from '../../../conformance/cli/unit';

const requests = [request('default/curl', 'http://edition.cnn.com/').goesDirectly()];
const stage = { title: 'applied', apply: 'main', expect: [{ because: 'Nothing is applied.', expect: requests }] };
const short: ConformanceCase = { title: 'short', stages: [stage] };
const long: ConformanceCase = { title: 'long', stages: [stage, { title: 'restarted', restart: 'a/b' }] };
const EXAMPLES: readonly NamedCase[] = [
  { name: 'one', cases: [short, long], tables: [] },
  { name: 'two', cases: [short], tables: [] },
];
const titles = (...args: readonly string[]): string[] =>
  workOf(EXAMPLES, parseOptions(args)).map(({ unit }) => titleOf(unit));

it('is the static oracles, each case, generated apps, and the mutants of each program', () => {
  expect(titles('--mutants', '3')).toEqual([
    ...['static oracles', 'one, short', 'one, long', 'two, short', 'who may leave, drawn'],
    'the audit beside istiod',
    ...['mutants of one/main', 'mutants of two/main'],
  ]);
});

it('has no generated apps if examples are selected, and only mutants if only these are asked for', () => {
  expect(titles('--mutants', '0', '--only', 'o')).toEqual(['static oracles', 'one, short', 'one, long', 'two, short']);
  expect(titles('--mutants', '1', '--mutants-only')).toEqual(['mutants of one/main', 'mutants of two/main']);
});

it('weighs a case by its stages', () => {
  const [, first, second] = workOf(EXAMPLES, parseOptions([]));
  expect(second?.weight).toBeGreaterThan(first?.weight as number);
});

it('weighs the expectations of a stage, in however many groups', () => {
  const weight = (...sizes: readonly number[]): number | undefined => {
    const expect = sizes.map((size) => ({
      because: 'A reason.',
      expect: Array.from({ length: size }, () => requests).flat(),
    }));
    const example = { name: 'one', cases: [{ title: 'one', stages: [{ title: 'applied', expect }] }], tables: [] };
    return workOf([example], parseOptions(['--mutants', '0']))[1]?.weight;
  };
  expect(weight(2, 2)).toBe(weight(4));
  expect(weight(2, 2)).toBeGreaterThan(weight(1, 1) as number);
});

it('weighs the named mutants of a case', async () => {
  const examples = (await allCases()).filter(({ name }) => name === 'clean-edge');
  const weight = (...args: readonly string[]): number => workOf(examples, parseOptions(args))[1]?.weight as number;
  expect(weight()).toBeGreaterThan(weight('--skip-named'));
});

it('uses no cluster that would have nothing to do besides the static oracles', () => {
  const all = workOf(EXAMPLES, parseOptions(['--mutants', '0', '--only', 'o']));
  expect(clustersFor(all, 2)).toBe(2);
  expect(clustersFor(all, 9)).toBe(3);
  expect(clustersFor(all.slice(0, 2), 2)).toBe(1);
  expect(clustersFor(all.slice(0, 1), 2)).toBe(1);
});
