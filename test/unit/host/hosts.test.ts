import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { parseHosts } from '../../../lib/host/hosts';
import { findingOf, findingsOf } from '../input/findings';
import { validHosts } from '../mesh/hosts';

const names = (values: readonly string[]): string[] => parseHosts(values).map((host) => host.name);

test('parseHosts names every malformed host and its way out in one error', () => {
  const findings = findingsOf(() => parseHosts(['https://a.com/', 'b.com', 'c.com:8443', 'my db.com']));
  expect(findings.map(({ problem, fix }) => `${problem}; ${fix}`)).toEqual([
    'hosts[0] must be a DNS name, not a URL; write "a.com"',
    'hosts[2] must be a DNS name without a port; write "c.com", and port: 8443',
    'hosts[3] must have labels of letters, digits and inner hyphens; correct the label "my db"',
  ]);
});

test.each([
  ['in the same spelling', ['a.com', 'b.com', 'a.com'], 'a.com', 'remove hosts[2]'],
  ['in another case', ['a.com', 'A.com'], 'a.com', 'remove hosts[1]'],
  ['with a trailing dot', ['a.com.', 'a.com'], 'a.com', 'remove hosts[1]'],
])('parseHosts rejects a host that is repeated %s', (_, values, name, fix) => {
  expect(findingOf(() => parseHosts(values))).toMatchObject({
    code: 'EGR0106',
    problem: `hosts must not repeat ${name}`,
    fix,
  });
});

test.each([
  ['an empty list', [], 'hosts must not be empty'],
  ['undefined', undefined, 'hosts must be a list'],
  ['a text', 'api.example.com', 'hosts must be a list'],
  ['null', null, 'hosts must be a list'],
])('parseHosts rejects %s and shows a list in the fix', (_, values, problem) => {
  expect(findingOf(() => parseHosts(values as unknown as string[]))).toMatchObject({
    code: 'EGR0105',
    problem,
    fix: 'write hosts: ["api.example.com"]',
  });
});

test.each([
  ['a Lazy in place of the list', Lazy.any({ produce: () => ['a.com'] }) as unknown, 'hosts must be a literal'],
  ['a Lazy in the list', ['a.com', Lazy.any({ produce: () => 'b.com' }) as unknown], 'hosts[1] must be a literal'],
])('parseHosts rejects %s', (_, values, problem) => {
  expect(findingOf(() => parseHosts(values as string[])).problem).toBe(problem);
});

test('parseHosts accepts a wildcard beside names below its domain, since the more specific host decides', () => {
  expect(names(['b.a.com', '*.A.com', '*.b.a.com'])).toEqual(['*.a.com', '*.b.a.com', 'b.a.com']);
});

test('parseHosts accepts more hosts than one ServiceEntry could have', () => {
  expect(names(Array.from({ length: 300 }, (_, index) => `h${index}.example.com`))).toHaveLength(300);
});

test('parseHosts accepts any different valid hosts, and returns them sorted for every order and spelling', () => {
  fc.assert(
    fc.property(fc.uniqueArray(validHosts, { minLength: 1, maxLength: 8 }), (hosts) => {
      expect(names(hosts)).toEqual([...hosts].sort());
      expect(names([...hosts].reverse().map((host) => `${host.toUpperCase()}.`))).toEqual(names(hosts));
    }),
  );
});
