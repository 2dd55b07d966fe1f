/**
 * How names and wildcards compare.
 */
import { fullName, intersection, isWithin, mostSpecific, overlap } from '../../lib/audit/model/hosts';

test.each([
  ['a.com', 'a.com', true, true],
  ['a.com', 'b.com', false, false],
  ['x.a.com', '*.a.com', true, true],
  ['y.x.a.com', '*.a.com', true, true],
  ['a.com', '*.a.com', false, false],
  ['*.x.a.com', '*.a.com', true, true],
  ['*.a.com', '*.x.a.com', false, true],
  ['*.a.com', 'x.a.com', false, true],
  ['a.com', '*', true, true],
  ['*', '*', true, true],
  ['*', 'a.com', false, true],
])('%s and %s: one within the other %s, in common %s', (left, right, within, common) => {
  expect(isWithin(left, right)).toBe(within);
  expect(overlap(left, right)).toBe(common);
  expect(overlap(right, left)).toBe(common);
});

test.each([
  ['x.a.com', ['*', '*.com', 'x.a.com', '*.a.com'], 'x.a.com'],
  ['y.a.com', ['*', '*.a.com', '*.com'], '*.a.com'],
  ['y.b.com', ['*', '*.a.com', '*.com'], '*.com'],
  ['b.org', ['*.a.com', '*'], '*'],
  ['b.org', ['*.a.com'], undefined],
  ['*.a.com', ['*.com', '*.a.com'], '*.a.com'],
])('about %s among %j decides %s', (host, patterns, decides) => {
  expect(mostSpecific(host, patterns)).toBe(decides);
  expect(mostSpecific(host, [...patterns].reverse())).toBe(decides);
});

test('what two lists have in common is spelled the narrower way', () => {
  expect(intersection(['*.a.com', 'b.com', 'c.com'], ['x.a.com', '*'])).toEqual([
    'x.a.com',
    '*.a.com',
    'b.com',
    'c.com',
  ]);
});

test('only a name without a dot is short', () => {
  expect(fullName('db', 'team', 'cluster.local')).toBe('db.team.svc.cluster.local');
  expect(fullName('db.team', 'other', 'cluster.local')).toBe('db.team');
  expect(fullName('*', 'team', 'cluster.local')).toBe('*');
});
