import { Lazy } from 'cdk8s';
import { parseDnsLabel, parseDnsSubdomain, parseServiceName } from '../../../lib/input/kubernetes-name';
import { findingOf, findingsOf } from './findings';

const KUBECTL = 'write the name as "kubectl get" prints it';

test.each([
  ['upper case', 'Payments', 'write "payments"'],
  ['a dot', 'pay.ments', KUBECTL],
  ['an underscore', 'pay_ments', KUBECTL],
  ['a leading hyphen', '-payments', KUBECTL],
  ['a trailing hyphen', 'payments-', KUBECTL],
  ['a blank', 'pay ments', KUBECTL],
  ['a line break', 'payments\n', 'write "payments"'],
  ['a wildcard', '*', KUBECTL],
  ['an empty name', '', KUBECTL],
  ['64 characters', 'a'.repeat(64), KUBECTL],
  ['null', null, KUBECTL],
  ['a number', 7, KUBECTL],
])('parseDnsLabel rejects %s', (_, value, fix) => {
  expect(findingOf(() => parseDnsLabel('namespace', value as string))).toMatchObject({
    code: 'EGR0110',
    problem: 'namespace must be a DNS-1123 label',
    got: JSON.stringify(value),
    fix,
  });
});

test.each([
  ['an empty name', '', KUBECTL],
  ['upper case', 'Nightly', 'write "nightly"'],
  ['an underscore', 'night_ly', KUBECTL],
  ['a blank', 'night ly', KUBECTL],
  ['a line break', 'nightly\n', 'write "nightly"'],
  ['a namespace before a slash', 'reports/nightly', 'write "nightly"'],
  ['the user name of a service account', 'system:serviceaccount:reports:nightly', 'write "nightly"'],
  ['a leading hyphen', '-nightly', KUBECTL],
  ['a trailing hyphen', 'nightly-', KUBECTL],
  ['a hyphen before a dot', 'a-.b', KUBECTL],
  ['a leading dot', '.nightly', KUBECTL],
  ['a trailing dot', 'nightly.', KUBECTL],
  ['two dots in a row', 'a..b', KUBECTL],
  ['a wildcard', '*', KUBECTL],
  ['254 characters', 'a'.repeat(254), KUBECTL],
  ['null', null, KUBECTL],
  ['a number', 7, KUBECTL],
])('parseDnsSubdomain rejects %s', (_, value, fix) => {
  expect(findingOf(() => parseDnsSubdomain('service account', value as string))).toMatchObject({
    code: 'EGR0110',
    problem: 'service account must be a DNS-1123 subdomain',
    got: JSON.stringify(value),
    fix,
  });
});

test('parseDnsSubdomain rejects a missing value', () => {
  expect(findingOf(() => parseDnsSubdomain('credentialName', undefined as unknown as string)).got).toBe('undefined');
});

test.each([
  ['a Lazy', Lazy.any({ produce: () => 'x' }) as unknown],
  ['a token of the AWS CDK', '${Token[TOKEN.1]}'],
])('parseDnsSubdomain rejects %s', (_, value) => {
  const { problem } = findingOf(() => parseDnsSubdomain('credentialName', value as string));
  expect(problem).toBe('credentialName must be a literal');
});

test.each(['default', '0', 'a', 'a-b', 'nightly.v2', 'a.b.c', 'x--y', 'a'.repeat(253), `${'a'.repeat(100)}.b`])(
  'parseDnsSubdomain accepts %s',
  (value) => {
    expect(parseDnsSubdomain('service account', value)).toBe(value);
  },
);

test('parseDnsSubdomain rejects a long malformed name in less than a second', () => {
  const start = Date.now();
  expect(findingsOf(() => parseDnsSubdomain('service account', `${'a-'.repeat(100_000)}!`))).toHaveLength(1);
  expect(findingsOf(() => parseDnsSubdomain('service account', `${'a-'.repeat(126)}!`))).toHaveLength(1);
  expect(Date.now() - start).toBeLessThan(1000);
});

test.each([
  ['parseServiceName', () => parseServiceName('serviceName', '007'), 'EGR0110', 'serviceName must be a DNS-1035 label'],
  ['parseDnsLabel', () => parseDnsLabel('namespace', '0o7'), 'EGR0125', /^namespace cannot be 0o7, which kubectl/],
  ['parseDnsLabel', () => parseDnsLabel('namespace', 'a\ud800'), 'EGR0110', 'namespace must be a DNS-1123 label'],
])('%s rejects a name that no manifest can have', (_, run, code, problem) => {
  expect(findingOf(run)).toMatchObject({
    code,
    problem: typeof problem === 'string' ? problem : (expect.stringMatching(problem) as string),
  });
});
