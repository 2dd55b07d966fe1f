/** The reasons of checks, in the table and in the list of failures. */
import { Check, Section } from '../../../conformance/checks/check';
import { failures, table } from '../../../conformance/cli/table';

const check = (what: string, over: Partial<Check> = {}): Check => ({
  ...{ what, expected: 'blocked', seen: 'blocked', passed: true },
  ...over,
});
const because = 'The lockdown blocks UDP.';
const other = 'The gateway is no forward proxy.';

const section: Section = {
  title: 'one: stage',
  seconds: 1,
  checks: [
    check('the proxies'),
    check('a', { because }),
    check('b', { because, seen: 'direct', passed: false }),
    check('c', { because: other }),
  ],
};

it('the table has each reason once, above its checks', () => {
  expect(table([section]).replace(/ +$/gm, '').split('\n').slice(2)).toEqual([
    expect.stringMatching(/^ {2}ok {6}the proxies/),
    `  ${because}`,
    expect.stringMatching(/^ {4}ok {6}a /),
    expect.stringMatching(/^ {4}FAILED {2}b .* direct$/),
    `  ${other}`,
    expect.stringMatching(/^ {4}ok {6}c /),
  ]);
});

it('a failure states its reason', () => {
  expect(failures([section])).toContain(`FAILED one: stage: b\n  because:  ${because}\n  expected: blocked\n`);
});

it('a failure without a reason states what is expected', () => {
  const failed = { ...section, checks: [check('the proxies', { passed: false })] };
  expect(failures([failed])).toContain('FAILED one: stage: the proxies\n  expected: blocked\n');
});
