import { during, phases, sumOf } from '../../../../conformance/environment/tools/phases';

it('records each phase, also one that fails, and returns the result of the work', async () => {
  expect(await during('green', () => Promise.resolve(7))).toBe(7);
  await expect(during('red', () => Promise.reject(new Error('red')))).rejects.toThrow('red');
  expect(Object.keys(phases())).toEqual(['green', 'red']);
});

it('adds the phases of several processes', () => {
  expect(sumOf([{ kubectl: 1, requests: 2 }, { kubectl: 3 }])).toEqual({ kubectl: 4, requests: 2 });
});
