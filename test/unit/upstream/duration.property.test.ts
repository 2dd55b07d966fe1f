import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { milliseconds, wholeSeconds } from '../../../lib/upstream/duration';
import { findingOf } from '../input/findings';

/** Returns the milliseconds of a duration as Istio reads it; NaN for a text that Istio does not read. */
const read = (text: string): number => Math.round(Number(/^(\d+(?:\.\d+)?)s$/.exec(text)?.[1]) * 1000);

test('every duration from 1 ms to 365 days is written as the same time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 365 * 86_400_000 }), (amount) => {
      expect(read(milliseconds()('timeout', Duration.millis(amount)))).toBe(amount);
      expect(read(milliseconds()('timeout', Duration.seconds(amount / 1000)))).toBe(amount);
    }),
    { numRuns: 2000, examples: [[1], [1001], [16_777_403_177], [365 * 86_400_000]] },
  );
});

test('a time of TCP keep-alive is accepted if it is a whole number of seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000_000 }), (amount) => {
      const isSound = amount % 1000 === 0 && amount >= 1000 && amount <= 32_767_000;
      const run = (): string => wholeSeconds()('time', Duration.millis(amount));
      if (isSound) expect(read(run())).toBe(amount);
      else expect(run).toThrow('EGR0103');
    }),
    { examples: [[0], [1000], [32_767_000], [32_768_000], [1500]] },
  );
});

test.each<[unknown, string]>([
  [Duration.days(366), 'days(365)'],
  ['9000h', 'days(365)'],
  [1e12, 'days(365)'],
  [Duration.millis(1500.4), 'millis(1500)'],
  ['90s', 'seconds(90)'],
  ['250ms', 'millis(250)'],
  [7, 'seconds(7)'],
  ['2m', 'minutes(2)'],
  [Duration.millis(0.1), 'seconds(5)'],
  [0, 'seconds(5)'],
  ['soon', 'seconds(5)'],
])('the fix for %p is the nearest duration, %s', (value, written) => {
  expect(findingOf(() => milliseconds()('timeout', value)).fix).toBe(`write timeout: Duration.${written}`);
});

test.each<[unknown, string]>([
  [Duration.hours(10), 'seconds(32767)'],
  [Duration.millis(1500), 'seconds(2)'],
  [Duration.millis(400), 'seconds(5)'],
])('the fix for %p is the nearest duration of whole seconds, %s', (value, written) => {
  expect(findingOf(() => wholeSeconds()('time', value)).fix).toBe(`write time: Duration.${written}`);
});
