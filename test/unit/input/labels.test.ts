import { Lazy } from 'cdk8s';
import { assertAnnotations, assertLabels, assertPodLabels, Labels, parseSelector } from '../../../lib/input/labels';
import { findingOf, findingsOf } from './findings';

test.each(['', '-istio', 'is tio', 'Istio.io/rev', 'a/b/c', '/rev', 'a'.repeat(64)])(
  'assertLabels rejects the label key %p',
  (key) => {
    expect(findingOf(() => assertLabels('nodeSelector', { [key]: 'x' }))).toMatchObject({
      code: 'EGR0113',
      problem: `nodeSelector cannot have the label key "${key}"`,
    });
  },
);

test.each([
  ['egress gateway', 'write the value as "kubectl get pods --show-labels" prints it'],
  ['-x', 'write the value as "kubectl get pods --show-labels" prints it'],
  ['x.', 'write the value as "kubectl get pods --show-labels" prints it'],
  ['a'.repeat(64), 'write the value as "kubectl get pods --show-labels" prints it'],
  [1, 'write the value in quotes: "1"'],
  [true, 'write the value in quotes: "true"'],
  [undefined, 'write the value as "kubectl get pods --show-labels" prints it'],
])('assertLabels rejects the label value %p', (value, fix) => {
  expect(findingOf(() => assertLabels('nodeSelector', { istio: value } as unknown as Labels))).toMatchObject({
    code: 'EGR0113',
    problem: 'nodeSelector["istio"] must be a label value',
    fix,
  });
});

test.each([
  ['istio', 'egressgateway'],
  ['istio', ''],
  ['istio.io/rev', '1-30'],
  ['app.kubernetes.io/Name_x.y', 'A_b.c-1'],
  ['a'.repeat(63), 'a'.repeat(63)],
])('assertLabels accepts the label %p: %p', (key, value) => {
  expect(() => assertLabels('nodeSelector', { [key]: value })).not.toThrow();
});

test('assertLabels accepts undefined and tokens', () => {
  const token = Lazy.any({ produce: () => 'x' }) as string;
  expect(() => assertLabels('nodeSelector', undefined)).not.toThrow();
  expect(() => assertLabels('nodeSelector', { zone: token })).not.toThrow();
});

test('assertLabels rejects a text in place of an object', () => {
  expect(findingOf(() => assertLabels('nodeSelector', 'zone' as unknown as Labels)).problem).toBe(
    'nodeSelector must be an object',
  );
});

test('assertLabels names every malformed label in one error', () => {
  const findings = findingsOf(() => assertLabels('nodeSelector', { 'a b': 'x', ok: 'ok', zone: 'a b' }));
  expect(findings.map(({ problem }) => problem)).toEqual([
    'nodeSelector cannot have the label key "a b"',
    'nodeSelector["zone"] must be a label value',
  ]);
});

test('assertAnnotations calls a malformed key an annotation key', () => {
  expect(findingOf(() => assertAnnotations('metadata.annotations', { 'a b': 'x' }))).toMatchObject({
    code: 'EGR0113',
    problem: 'metadata.annotations cannot have the annotation key "a b"',
    fix: 'write the key as "kubectl get pods -o yaml" prints it, such as "example.com/owner"',
  });
});

test.each([
  ['no label', {}],
  ['undefined', undefined],
])('parseSelector rejects %s, because an empty selector selects every pod', (_, labels) => {
  expect(findingOf(() => parseSelector('selector', labels as Labels))).toMatchObject({
    code: 'EGR0114',
    problem: 'selector must have a label',
    allowed: 'one or more labels: an empty selector selects every pod',
  });
});

test('parseSelector rejects tokens, because other objects are compared with the selector', () => {
  const token = Lazy.any({ produce: () => 'x' }) as unknown;
  const problems = [{ istio: token }, token].map(
    (labels) => findingOf(() => parseSelector('selector', labels as Labels)).problem,
  );
  expect(problems).toEqual(['selector["istio"] must be a literal', 'selector must be a literal']);
});

test('parseSelector rejects a malformed label', () => {
  const { problem, got } = findingOf(() => parseSelector('selector', { app: 'ok', istio: 'a b' }));
  expect([problem, got]).toEqual(['selector["istio"] must be a label value', '"a b"']);
});

test('parseSelector returns the labels sorted by key', () => {
  expect(Object.keys(parseSelector('selector', { istio: 'x', app: 'y' }))).toEqual(['app', 'istio']);
});

test('assertPodLabels rejects an empty object and accepts undefined', () => {
  expect(() => assertPodLabels(undefined)).not.toThrow();
  expect(findingOf(() => assertPodLabels({})).problem).toBe('podLabels must have a label');
});

test.each([
  ['constructor', 'EGR0113'],
  ['0o7', 'EGR0125'],
])('assertLabels rejects the key %s, which cdk8s does not write as a key', (key, code) => {
  expect(findingOf(() => assertLabels('nodeSelector', { [key]: 'x' })).code).toBe(code);
});

test.each([[''], [0], [null], [['a']], [new Date(0)], [new Map()]])(
  'assertLabels rejects %p, which is no map',
  (value) => {
    expect(findingOf(() => assertLabels('nodeSelector', value as never)).problem).toBe(
      'nodeSelector must be an object',
    );
  },
);

test('assertAnnotations rejects a value that is not text', () => {
  expect(findingOf(() => assertAnnotations('metadata.annotations', { note: 7 } as never)).problem).toBe(
    'metadata.annotations["note"] must be text',
  );
});
