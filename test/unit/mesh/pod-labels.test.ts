import fc from 'fast-check';
import { includesPodsOf, maySelectOnePod, selectorText, selectsEveryPod } from '../../../lib/mesh/pod-labels';

const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'toString'), fc.constantFrom('a', 'b'), { maxKeys: 3 });
const KEYS = ['app', 'tier', 'toString'];
/** Every pod with some of the labels. */
const PODS = KEYS.reduce<Record<string, string>[]>(
  (pods, key) => pods.flatMap((pod) => [pod, { ...pod, [key]: 'a' }, { ...pod, [key]: 'b' }]),
  [{}],
);

/** As Kubernetes selects pods. */
const selected = (selector: Record<string, string>): Record<string, string>[] =>
  PODS.filter((pod) =>
    Object.entries(selector).every(([key, value]) => new Map(Object.entries(pod)).get(key) === value),
  );

test('a selector includes the pods of another, and may select a pod of another, as Kubernetes selects pods', () => {
  fc.assert(
    fc.property(labels, labels, (a, b) => {
      const [ofA, ofB] = [selected(a), selected(b)];
      expect(includesPodsOf(a, b)).toBe(ofB.every((pod) => ofA.includes(pod)));
      expect(maySelectOnePod(a, b)).toBe(ofB.some((pod) => ofA.includes(pod)));
      expect(selectsEveryPod(a)).toBe(ofA.length === PODS.length);
    }),
  );
});

test('a selector as text has the form of kubectl, and does not depend on the order of the labels', () => {
  expect(selectorText({ tier: 'web', app: 'reports' })).toBe('app=reports,tier=web');
});
