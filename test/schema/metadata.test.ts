/** Names, labels and annotations are held to what Kubernetes, and this project, promise of them: for every kind. */
import { violations } from '../support/schema';
import { changed, deployment, gateway, namespace, networkPolicy, samples, service } from './samples';

/** What is in no namespace has the parts of its name told apart by dots; a Namespace has one part. */
const POLICIES = samples.filter(({ kind }) => /^(ValidatingAdmission|ClusterNetwork)Policy/.test(kind));

test.each(POLICIES)('the name of a $kind may have dots, and be longer than a label', (sample) => {
  expect(violations(changed(sample, 'metadata.name', `${'a'.repeat(63)}.b.c`))).toEqual([]);
  expect(violations(changed(sample, 'metadata.name', 'a..b'))).toEqual([
    expect.stringContaining('metadata.name: must be a DNS-1123 subdomain'),
  ]);
});

test.each(samples.filter((sample) => !POLICIES.includes(sample)))(
  'the name of a $kind is refused when it is longer than a label or has a dot',
  (sample) => {
    for (const name of ['a'.repeat(64), 'edition.cnn.com']) {
      expect(violations(changed(sample, 'metadata.name', name))).toEqual([
        expect.stringContaining('metadata.name: must be'),
      ]);
    }
  },
);

describe.each(samples)('the name of a $kind', (sample) => {
  test.each([
    ['with an upper-case letter', 'Egress'],
    ['with an underscore', 'api_gateway'],
    ['with a dash at its end', 'egress-'],
    ['with a dash at its beginning', '-egress'],
    ['with a line break', 'egress\n'],
    ['empty', ''],
  ])('is refused when it is %s', (_, name) => {
    expect(violations(changed(sample, 'metadata.name', name))).toEqual([
      expect.stringContaining('metadata.name: must be'),
    ]);
  });

  test('is required', () => {
    expect(violations(changed(sample, 'metadata.name', undefined))).toEqual([
      expect.stringContaining('metadata.name: is required'),
    ]);
  });

  test('may be as long as a label', () => {
    expect(violations(changed(sample, 'metadata.name', 'a'.repeat(63)))).toEqual([]);
  });
});

describe('names', () => {
  test('the name of a Service begins with a letter', () => {
    expect(violations(changed(service, 'metadata.name', '1st'))).toHaveLength(1);
    expect(violations(changed(gateway, 'metadata.name', '1st'))).toEqual([]);
  });

  test('metadata are required', () => {
    const [manifest] = [{ apiVersion: gateway.apiVersion, kind: gateway.kind, spec: gateway.spec }];
    expect(violations(manifest)).toEqual(['Gateway (unnamed): metadata: is required']);
  });

  test('a namespace is a DNS label', () => {
    expect(violations(changed(gateway, 'metadata.namespace', 'a.b'))).toEqual([
      expect.stringContaining('metadata.namespace: must be a DNS-1123 label'),
    ]);
  });

  test('a Namespace has no namespace', () => {
    expect(violations(changed(namespace, 'metadata.namespace', 'x'))).toEqual([
      'Namespace x/istio-egress: metadata.namespace: is not allowed here',
    ]);
  });
});

describe('labels and annotations', () => {
  test.each([
    ['', 'is empty'],
    ['a/b/c', 'has two slashes'],
    ['/a', 'has an empty prefix'],
    ['a/', 'has an empty name'],
    ['Example.com/a', 'has an upper-case prefix'],
    ['-a', 'begins with a dash'],
    ['a b', 'has a space'],
    ['x'.repeat(64), 'is too long'],
    [`${'x'.repeat(254)}/a`, 'has too long a prefix'],
  ])('the label key "%s" is refused: it %s', (key) => {
    const broken = changed(gateway, 'metadata.labels', { [key]: 'x' });
    expect(violations(broken)).toEqual([expect.stringContaining('must be a label or annotation key')]);
  });

  test.each(['a/b', 'x y', '-', 'a_', 'x'.repeat(64), 'é'])('the label value "%s" is refused', (value) => {
    const broken = changed(gateway, 'metadata.labels', { 'example.com/team': value });
    expect(violations(broken)).toEqual([
      expect.stringContaining('metadata.labels["example.com/team"]: must be a label value'),
    ]);
  });

  test.each(['', 'a', 'A_b-C.d', '1', 'x'.repeat(63)])('the label value "%s" passes', (value) => {
    expect(violations(changed(gateway, 'metadata.labels', { 'example.com/team': value }))).toEqual([]);
  });

  test.each([1, true, null, {}])('a label or annotation of the value %j is refused', (value) => {
    for (const path of ['metadata.labels.a', 'metadata.annotations.a']) {
      expect(violations(changed(gateway, path, value))).toEqual([expect.stringContaining(`${path}: must be string`)]);
    }
  });

  test('an annotation may hold any text, and its prefix may be upper-case', () => {
    expect(violations(changed(gateway, 'metadata.annotations', { 'Example.com/a': '{"a": "é\n"}' }))).toEqual([]);
    expect(violations(changed(gateway, 'metadata.annotations', { 'a b': '' }))).toHaveLength(1);
  });

  test('selectors and templates are held to the same', () => {
    expect(violations(changed(networkPolicy, 'spec.podSelector.matchLabels', { a: 'b/c' }))).toHaveLength(1);
    expect(violations(changed(service, 'spec.selector', { 'a b': 'c' }))).toHaveLength(1);
    expect(violations(changed(deployment, 'spec.template.metadata.labels.a', 'b/c'))).toHaveLength(1);
  });
});
