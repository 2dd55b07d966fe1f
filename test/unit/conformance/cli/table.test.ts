/** The table of checks and the list of failures, with the reasons of the checks. */
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

it('long requests that differ at their start or at their end have different rows', () => {
  const dialled = '--connect-to ::egress.istio-egress.svc.cluster.local:';
  const urls = ['http://www.example.com/', 'https://www.example.com/', 'http://edition.cnn.com/politics'];
  const requests = urls.flatMap((url) => ['80', '443'].map((port) => check(`default/plain ${url} ${dialled}${port}`)));
  const [, , ...lines] = table([{ ...section, checks: requests }]).split('\n');
  expect(new Set(lines).size).toBe(6);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});
