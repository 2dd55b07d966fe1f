import { behaviourOf } from '../../../../conformance/environment/outside/behaviour';

test('a held request is answered once it is released, and the next one with its name is held again', async () => {
  for (const round of ['first', 'second']) {
    const answered: string[] = [];
    const held = behaviourOf('/held/a?probe=1-').due.then(() => answered.push('held'));
    await Promise.resolve();
    expect({ round, answered }).toEqual({ round, answered: [] });
    const hold = behaviourOf('/hold/a?probe=2-').due.then(() => answered.push('hold'));
    await held;
    expect(answered).toEqual(['held']);
    await behaviourOf('/release/a').due;
    await hold;
    expect(answered).toEqual(['held', 'hold']);
  }
});
