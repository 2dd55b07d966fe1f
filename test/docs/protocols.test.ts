/** The page of the protocols agrees with the rows that run on a mesh. */
import { readFileSync } from 'node:fs';
import { ROWS } from '../../examples/allow-list/case-rows';
import { DOCUMENT, render } from './write-protocols';

test('docs/protocols.md is the output of `npm run protocols`', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(render());
});

test('no row of docs/protocols.md is direct for a caller', () => {
  const ways = ROWS.flatMap(({ allowed, denied, plain }) => [...allowed, ...denied, plain]).map(({ way }) => way);
  expect(new Set(ways).has('direct')).toBe(false);
});

test('every row of docs/protocols.md has a source that reaches the host, and a caller that is refused', () => {
  for (const { allowed, denied, plain } of ROWS) {
    expect(allowed.map(({ way }) => way)).toEqual(allowed.map(() => 'via the gateway'));
    expect(denied.length).toBeGreaterThan(0);
    expect(plain.way).toBe('blocked');
  }
});
