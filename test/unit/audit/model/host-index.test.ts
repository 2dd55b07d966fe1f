import fc from 'fast-check';
import { HostIndex } from '../../../../lib/audit/model/host-index';
import { isWithin, mostSpecific, overlap } from '../../../../lib/audit/model/hosts';

const label = fc.constantFrom('a', 'b', 'ab');
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
const host = fc.oneof(
  name,
  name.map((text) => `*.${text}`),
  name.map((text) => `*${text}`),
  fc.constant('*'),
);

function indexOf(hosts: readonly string[]): HostIndex<number> {
  const index = new HostIndex<number>();
  for (const [position, each] of hosts.entries()) index.add(each, position);
  return index;
}

test('a look-up finds what a comparison with every host finds', () => {
  fc.assert(
    fc.property(fc.array(host), host, (hosts, asked) => {
      const index = indexOf(hosts);
      const distinct = [...new Set(hosts)];
      expect([...index.over(asked)].sort()).toEqual(distinct.filter((each) => isWithin(asked, each)).sort());
      expect([...new Set(index.overlapping(asked))].sort()).toEqual(
        distinct.filter((each) => overlap(asked, each)).sort(),
      );
      expect([...index.over(asked)][0]).toBe(mostSpecific(asked, distinct));
    }),
  );
});

test('the values of a host keep their order', () => {
  expect(indexOf(['a.com', 'b.com', 'a.com']).get('a.com')).toEqual([0, 2]);
});
