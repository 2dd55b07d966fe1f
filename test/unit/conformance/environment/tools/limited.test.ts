import { limited } from '../../../../conformance/environment/tools/limited';

it('runs as much at a time as it may, in the order of the calls, and goes on after a failure', async () => {
  const ends: (() => void)[] = [];
  const started: number[] = [];
  const one = limited(2);
  const all = [0, 1, 2, 3].map((index) =>
    one(async () => {
      started.push(index);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (index === 0) throw new Error('failed');
      return index;
    }).catch(() => 'failed'),
  );
  expect(started).toEqual([0, 1]);
  ends[0]?.();
  await all[0];
  expect(started).toEqual([0, 1, 2]);
  ends[1]?.();
  await all[1];
  expect(started).toEqual([0, 1, 2, 3]);
  ends.slice(2).forEach((end) => end());
  expect(await Promise.all(all)).toEqual(['failed', 1, 2, 3]);
});
