import { Lazy } from 'cdk8s';
import { EgressSource } from '../../../lib';
import { findingOf, findingsOf, writtenBy } from '../input/findings';

const token = Lazy.any({ produce: () => 'payments' }) as string;

test.each<[EgressSource, string, object]>([
  [EgressSource.anyAuthenticated(), 'anyAuthenticated()', { kind: 'anyAuthenticated' }],
  [EgressSource.namespace('payments'), "namespace('payments')", { kind: 'namespace', namespace: 'payments' }],
  [
    EgressSource.serviceAccount('reports', 'nightly.v2'),
    "serviceAccount('reports', 'nightly.v2')",
    { kind: 'serviceAccount', namespace: 'reports', name: 'nightly.v2' },
  ],
])('EgressSource %s has its source code as text', (source, text, data) => {
  expect(String(source)).toBe(text);
  expect(source._source).toEqual(data);
});

test.each<[string, unknown]>([
  ['with an underscore', 'pay_ments'],
  ['that is a wildcard', '*'],
  ['with a service account', 'reports/nightly'],
  ['that is undefined', undefined],
])('EgressSource.namespace rejects a name %s', (_, namespace) => {
  expect(findingOf(() => EgressSource.namespace(namespace as string))).toMatchObject({
    code: 'EGR0110',
    problem: expect.stringMatching(/^EgressSource.namespace: namespace must be a DNS-1123 label/) as string,
    fix: expect.stringContaining('kubectl get') as string,
  });
});

test('EgressSource.namespace suggests the name in lower case', () => {
  expect(writtenBy(findingOf(() => EgressSource.namespace('Payments')).fix)).toBe('payments');
});

test.each<[string, unknown]>([
  ['that is a wildcard', '*'],
  ['that is undefined', undefined],
])('EgressSource.serviceAccount rejects a name %s', (_, name) => {
  expect(findingOf(() => EgressSource.serviceAccount('reports', name as string))).toMatchObject({
    code: 'EGR0110',
    problem: expect.stringMatching(
      /^EgressSource.serviceAccount: service account must be a DNS-1123 subdomain/,
    ) as string,
  });
});

test('EgressSource.serviceAccount suggests the name without its namespace', () => {
  const { fix } = findingOf(() => EgressSource.serviceAccount('reports', 'reports/Nightly'));
  expect(writtenBy(fix)).toBe('nightly');
});

test('EgressSource.serviceAccount reports a malformed namespace and a malformed name in one error', () => {
  const findings = findingsOf(() => EgressSource.serviceAccount('a.b', 'B'));
  expect(findings.map(({ problem }) => problem.split(' must')[0])).toEqual([
    'EgressSource.serviceAccount: namespace',
    'EgressSource.serviceAccount: service account',
  ]);
});

test.each<[string, () => EgressSource]>([
  ['namespace', () => EgressSource.namespace(token)],
  ['service account', () => EgressSource.serviceAccount('reports', token)],
])('EgressSource rejects a token as a %s, because the source selects the objects that are written', (what, make) => {
  expect(findingOf(make)).toMatchObject({
    code: 'EGR0108',
    problem: expect.stringContaining(`: ${what} must be a literal`) as string,
  });
});

test('EgressSource.isEgressSource recognizes sources only, not values of their shape', () => {
  const sources = [EgressSource.namespace('a'), EgressSource.serviceAccount('a', 'b'), EgressSource.anyAuthenticated()];
  expect(sources.every((source) => EgressSource.isEgressSource(source))).toBe(true);
  for (const other of [undefined, null, 'a', {}, { _source: { kind: 'anyAuthenticated' } }]) {
    expect(EgressSource.isEgressSource(other)).toBe(false);
  }
});
