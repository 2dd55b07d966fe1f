/** Which programs are applied after the stages of a case. */
import { Stage } from '../../../conformance/cases/case';
import { programsOf, stillApplied } from '../../../conformance/cases/programs';

const stage = (over: Partial<Stage>): Stage => ({ title: '', ...over });

describe('the programs of stages', () => {
  const all = [
    { apply: 'a' },
    { apply: 'b' },
    { delete: 'a' },
    {},
    { apply: 'b' },
    { apply: 'a' },
    { delete: 'b' },
  ].map(stage);

  test('are each named once', () => {
    expect(programsOf(all)).toEqual(['a', 'b']);
    expect(programsOf([])).toEqual([]);
  });

  test.each([
    [1, ['a']],
    [2, ['a', 'b']],
    [3, ['b']],
    [6, ['a', 'b']],
    [7, ['a']],
  ])('after %i stages are still applied, except those that were deleted last', (count, programs) => {
    expect(stillApplied(all.slice(0, count))).toEqual(programs);
  });
});
