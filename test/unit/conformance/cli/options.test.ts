import { parseOptions } from '../../../conformance/cli/options';

it('has defaults', () => {
  expect(parseOptions([])).toEqual({
    ...{ cases: true, named: true, mutants: 0, mutantsOf: '' },
    ...{ seed: 1, only: '', clusters: 2, up: false },
  });
});

it('reads what is asked for', () => {
  const asked = [
    '--skip-named',
    '--mutants',
    'all',
    '--mutants-of',
    'Gateway',
    '--mutants-only',
    '--only',
    'ten',
    '--seed',
    '7',
  ];
  expect(parseOptions([...asked, '--clusters', '3'])).toEqual({
    cases: false,
    named: false,
    mutants: Infinity,
    mutantsOf: 'Gateway',
    seed: 7,
    only: 'ten',
    clusters: 3,
    up: false,
  });
});

it.each([
  [['--mutants', 'x'], /--mutants must be a whole number, got 'x'/],
  [['--mutants', '-1'], /mutants/],
  [['--clusters', 'two'], /--clusters must be a whole number/],
  [['--seed', ''], /--seed must be a whole number/],
  [['--no-such'], /no-such/],
  [['word'], /word/],
])('refuses %j', (args, words) => {
  expect(() => parseOptions(args)).toThrow(words);
});
