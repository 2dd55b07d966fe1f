import { Host } from '../../../lib/host/host';
import { sameWildcard, Wildcard } from '../../../lib/host/wildcard';

const to = (name: string): Wildcard => ({ kind: 'host', target: Host.parse(name) });

test('sameWildcard compares targets by kind and name', () => {
  const all: readonly (Wildcard | undefined)[] = [undefined, { kind: 'dynamicDns' }, to('a.com'), to('b.com')];
  for (const a of all) for (const b of all) expect(sameWildcard(a, b && { ...b })).toBe(a === b);
});
