import fc from 'fast-check';
import { listOf, quoted } from '../../../../lib/render/admission/cel';
import { verdict } from '../../../support/admission';

/** Whether an expression about `object` is true. */
function holds(expression: string, object: object): boolean {
  const policy = { id: 'x', matches: [], conditions: {}, rules: [{ expression, message: 'broken' }] };
  return verdict(policy, { object })?.length === 0;
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });

test('a quoted text is that text, whatever its characters', () => {
  fc.assert(fc.property(text, (value) => holds(`object.text == ${quoted(value)}`, { text: value })));
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (value) =>
      holds(`object.text == ${quoted(value)}`, { text: value }),
    ),
  );
});

test('a list has its texts, and no other', () => {
  fc.assert(
    fc.property(fc.array(text), text, (values, other) => {
      expect(holds(`object.text in ${listOf(values)}`, { text: other })).toBe(values.includes(other));
    }),
  );
});
