import { Lazy } from 'cdk8s';
import { parseNamespaces, parseOptionalNamespaces } from '../../../lib/input/namespaces';
import { findingOf, findingsOf } from './findings';

test('parseNamespaces names every malformed namespace by its index', () => {
  const findings = findingsOf(() => parseNamespaces('namespaces', ['A', 'b', '-']));
  expect(findings.map(({ problem }) => problem)).toEqual([
    'namespaces[0] must be a DNS-1123 label',
    'namespaces[2] must be a DNS-1123 label',
  ]);
});

test.each([
  ['an empty list', [], 'namespaces must not be empty', 'write namespaces: ["payments"]'],
  ['a text in place of a list', 'payments', 'namespaces must be a list', 'write namespaces: ["payments"]'],
  ['a repeated namespace', ['b', 'a', 'b'], 'namespaces must not repeat b', 'remove namespaces[2]'],
])('parseNamespaces rejects %s', (_, values, problem, fix) => {
  expect(findingOf(() => parseNamespaces('namespaces', values as string[]))).toMatchObject({ problem, fix });
});

test.each([
  ['a Lazy in place of the list', Lazy.any({ produce: () => ['a'] }) as unknown, 'namespaces'],
  ['a Lazy in the list', [Lazy.any({ produce: () => 'a' }) as unknown], 'namespaces[0]'],
  ['a token of the AWS CDK in the list', ['a', '${Token[TOKEN.1]}'], 'namespaces[1]'],
])('parseNamespaces rejects %s', (_, values, what) => {
  expect(findingOf(() => parseNamespaces('namespaces', values as string[])).problem).toBe(`${what} must be a literal`);
});

test('parseNamespaces returns the namespaces sorted', () => {
  const given = ['b', '0', 'a-1', 'a'.repeat(63)];
  expect(parseNamespaces('namespaces', given)).toEqual(['0', 'a-1', 'a'.repeat(63), 'b']);
});

test('parseOptionalNamespaces accepts undefined and an empty list, and rejects malformed namespaces', () => {
  expect(parseOptionalNamespaces('clientNamespaces', undefined)).toEqual([]);
  expect(parseOptionalNamespaces('clientNamespaces', [])).toEqual([]);
  expect(parseOptionalNamespaces('clientNamespaces', ['b', 'a'])).toEqual(['a', 'b']);
  expect(findingOf(() => parseOptionalNamespaces('clientNamespaces', ['A'])).problem).toBe(
    'clientNamespaces[0] must be a DNS-1123 label',
  );
});
