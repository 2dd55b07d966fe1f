import type * as Instance from '../../../lib/input/instance';
import { assertInstance, isMarked, mark } from '../../../lib/input/instance';
import { findingOf } from './findings';

class EgressSource {
  public constructor() {
    mark(this, 'EgressSource');
  }
}

const EXAMPLE = "EgressSource.namespace('payments')";

/** Loads the module a second time, as two copies of the package in one `node_modules` tree do. */
function anotherCopy(): typeof Instance {
  let copy: typeof Instance | undefined;
  jest.isolateModules(() => {
    copy = jest.requireActual<typeof Instance>('../../../lib/input/instance');
  });
  return copy as typeof Instance;
}

test('assertInstance accepts an instance, and an instance of a subclass', () => {
  class Special extends EgressSource {}
  for (const value of [new EgressSource(), new Special()]) {
    expect(() => assertInstance('allowFrom[0]', value, 'EgressSource', EXAMPLE)).not.toThrow();
  }
});

test.each([
  ['undefined', undefined, 'undefined'],
  ['a text', 'payments', '"payments"'],
  ['a list', [], '[]'],
  ['an object literal', { namespace: 'payments' }, '{"namespace":"payments"}'],
  ['an object without a prototype', Object.create(null), '{}'],
  ['an instance of another class', new Map(), 'Map'],
])('assertInstance rejects %s and shows an accepted value in the fix', (_, value, got) => {
  expect(findingOf(() => assertInstance('allowFrom[2]', value, 'EgressSource', EXAMPLE))).toMatchObject({
    code: 'EGR0103',
    problem: 'allowFrom[2] must be an EgressSource',
    got,
    fix: expect.stringMatching(/^write allowFrom: \[EgressSource\.namespace\(.payments.\)\]$/) as string,
  });
});

test('assertInstance rejects an instance of another copy of the package, and names the copy', () => {
  const value = {};
  anotherCopy().mark(value, 'EgressSource');
  const finding = findingOf(() => assertInstance('allowFrom[0]', value, 'EgressSource', EXAMPLE));
  expect(finding).toMatchObject({
    code: 'EGR0118',
    got: '"EgressSource from another copy of cdk8s-istio-egress"',
  });
  expect(finding.fix).toContain('npm dedupe');
});

test('isMarked returns true for an instance of any copy of the package, and false for other classes', () => {
  const value = {};
  anotherCopy().mark(value, 'EgressSource');
  expect(isMarked(value, 'EgressSource')).toBe(true);
  expect(isMarked(new EgressSource(), 'EgressSource')).toBe(true);
  expect(isMarked(new EgressSource(), 'ClientTls')).toBe(false);
  expect(isMarked('EgressSource', 'EgressSource')).toBe(false);
});

test('mark adds a property that is not listed, so that text forms and copies do not have it', () => {
  expect(JSON.stringify(new EgressSource())).toBe('{}');
  expect(isMarked({ ...new EgressSource() }, 'EgressSource')).toBe(false);
});
