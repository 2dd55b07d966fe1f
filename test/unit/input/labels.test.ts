import { labelProblem, parseSelector } from '../../../lib/input/labels';
import { fixIn, messageOf } from '../help';

describe('labelProblem', () => {
  test.each([
    ['', 'x', /key "" is malformed/],
    ['-istio', 'x', /key "-istio" is malformed/],
    ['is tio', 'x', /key "is tio" is malformed/],
    ['Istio.io/rev', 'x', /key "Istio\.io\/rev" is malformed/],
    ['a/b/c', 'x', /key "a\/b\/c" is malformed/],
    ['/rev', 'x', /key "\/rev" is malformed/],
    ['a'.repeat(64), 'x', /is malformed/],
    ['istio', 'egress gateway', /label "istio" has a malformed value/],
    ['istio', '-x', /label "istio" has a malformed value/],
    ['istio', 'x.', /label "istio" has a malformed value/],
    ['istio', 'a'.repeat(64), /label "istio" has a malformed value/],
    ['istio', 1, /label "istio" has a malformed value/],
    ['istio', undefined, /label "istio" has a malformed value/],
  ])('finds what is wrong with %p: %p', (key, value, problem) => {
    expect(labelProblem(key, value)).toMatch(problem);
  });

  test.each([
    ['istio', 'egressgateway'],
    ['istio', ''],
    ['istio.io/rev', '1-30'],
    ['app.kubernetes.io/Name_x.y', 'A_b.c-1'],
    ['a'.repeat(63), 'a'.repeat(63)],
  ])('finds nothing wrong with %p: %p', (key, value) => {
    expect(labelProblem(key, value)).toBeUndefined();
  });
});

describe('parseSelector', () => {
  test.each([
    ['no label', {}],
    ['nothing', undefined],
  ])('refuses %s: it would select every pod', (_, labels) => {
    const message = messageOf(() => parseSelector('selector', labels as Record<string, string>));
    expect(message).toMatch(/selector is empty.*selects every pod/);
    expect(fixIn(message)).toMatch(/write the labels of the pods/);
  });

  test('refuses a malformed label and names it', () => {
    const message = messageOf(() => parseSelector('selector', { app: 'ok', istio: 'a b' }));
    expect(message).toMatch(/selector: label "istio" has a malformed value: got "a b"/);
    expect(fixIn(message)).toMatch(/kubectl get pods --show-labels/);
  });

  test('sorts the keys, since their order means nothing', () => {
    expect(Object.keys(parseSelector('selector', { istio: 'x', app: 'y' }))).toEqual(['app', 'istio']);
  });
});
