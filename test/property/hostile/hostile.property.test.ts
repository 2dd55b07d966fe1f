/** Hostile input: refused with an `EgressError`, or valid and meaning what was asked. */
import { App, Chart } from 'cdk8s';
import { stderrOfEachTest } from '../../unit/help';
import { isStruct, placesOf, valueAt, withKey, withValue } from './places';
import { HostileSubject, SUBJECTS } from './subjects';
import { KEYS, VALUES, variantsOf } from './values';
import { faultsIn, run } from './verdict';

stderrOfEachTest();

/** Each place receives every n-th value, beginning at another one: together the places of a kind receive all values. */
const EVERY = 4;

interface Attempt {
  readonly text: string;
  readonly accepted: unknown;
  readonly value: unknown;
  readonly input: (chart: Chart) => unknown;
}

const newChart = (): Chart => new Chart(new App(), 'sample', { namespace: 'default' });

/** Returns the attempts with a subject, the same in each run. */
function attemptsOf(subject: HostileSubject): readonly Attempt[] {
  const sample = subject.input(newChart());
  const places = placesOf(sample).filter((place) => place.length > 0 || !subject.isArguments);
  return places.flatMap((place, turn) => {
    const accepted = valueAt(sample, place);
    const isInTurn = (_: unknown, index: number): boolean => (index + turn) % EVERY === 0;
    const values = [...VALUES.filter(isInTurn), ...variantsOf(accepted)].map(({ text, value }) => ({
      text: `${place.join('.')}: ${text}`,
      accepted,
      value,
      input: (chart: Chart) => withValue(subject.input(chart), place, value),
    }));
    const keys = (isStruct(accepted) ? KEYS.filter(isInTurn) : []).map((key) => ({
      text: `${place.join('.')}: the key ${JSON.stringify(key)}`,
      accepted,
      value: { [key]: 'a' },
      input: (chart: Chart) => withKey(subject.input(chart), place, key),
    }));
    return [...values, ...keys];
  });
}

function faultsOf(subject: HostileSubject, { text, accepted, value, input }: Attempt): readonly string[] {
  try {
    const written = run(subject, input);
    return written === undefined ? [] : faultsIn(written, accepted, value).map((fault) => `${text}: ${fault}`);
  } catch (error) {
    return [`${text}: ${String(error)}`];
  }
}

test.each(SUBJECTS)('$name refuses hostile input, or writes valid objects that mean what was asked', (subject) => {
  const sample = run(subject, subject.input);
  expect(sample && faultsIn(sample, undefined, undefined)).toEqual([]);
  expect(attemptsOf(subject).flatMap((attempt) => faultsOf(subject, attempt))).toEqual([]);
});

test('more than 30,000 inputs are tried', () => {
  expect(SUBJECTS.flatMap(attemptsOf).length).toBeGreaterThan(30_000);
});
