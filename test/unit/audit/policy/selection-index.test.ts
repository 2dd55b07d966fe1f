import fc from 'fast-check';
import { SelectionIndex } from '../../../../lib/audit/policy/selection-index';
import { LabelSelector, selects } from '../../../../lib/audit/model/label-selector';

const key = fc.constantFrom('app', 'tier');
const value = fc.constantFrom('api', 'web', '');
const selector: fc.Arbitrary<LabelSelector> = fc.record({
  matchLabels: fc.dictionary(key, value, { maxKeys: 2 }),
  matchExpressions: fc.array(
    fc.record({
      key,
      operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
      values: fc.array(value, { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});

test('The index has every selector that selects labels, in their order', () => {
  fc.assert(
    fc.property(fc.array(selector), fc.dictionary(key, value), (selectors, labels) => {
      const selecting = (all: readonly LabelSelector[]) => all.filter((each) => selects(each, labels));
      const index = new SelectionIndex(selectors, (each) => each);
      expect(selecting(index.candidatesFor(labels))).toEqual(selecting(selectors));
    }),
  );
});
