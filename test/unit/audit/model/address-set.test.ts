import { distinctRanges, internetIn, joinedRanges, rangeWithout } from '../../../../lib/audit/model/address-set';

test.each<[string, readonly string[], readonly string[]]>([
  ['halves are the whole', ['1.0.0.0/9', '1.128.0.0/9'], ['1.0.0.0/8']],
  ['neighbours with another parent stay apart', ['1.128.0.0/9', '2.0.0.0/9'], ['1.128.0.0/9', '2.0.0.0/9']],
  ['ranges inside another one are not repeated', ['192.0.2.0/24', '192.0.2.7/32'], ['192.0.2.0/24']],
  ['host bits do not count', ['192.0.2.7/24'], ['192.0.2.0/24']],
  ['forms of one address are one', ['2001:DB8:0::/33', '2001:db8:8000::/33'], ['2001:db8::/32']],
  ['an IPv4-mapped range is of IPv4', ['::ffff:1.0.0.0/105', '1.128.0.0/9'], ['1.0.0.0/8']],
  ['the whole of both families', ['0.0.0.0/1', '128.0.0.0/1', '::/0'], ['0.0.0.0/0', '::/0']],
  ['malformed ranges have no address', ['192.0.2.0/33', 'example.com', 'fe80::1%eth0/64', '192.0.2.0/', '::/-1'], []],
])('The fewest ranges: %s', (_title, ranges, fewest) => {
  expect(joinedRanges(ranges)).toEqual(fewest);
});

test('The rest of a range is the fewest ranges around the others', () => {
  expect(rangeWithout('192.0.2.0/24', ['192.0.2.0/26', '192.0.2.255/32', '::/0'])).toEqual([
    ...['192.0.2.64/26', '192.0.2.128/26', '192.0.2.192/27', '192.0.2.224/28', '192.0.2.240/29'],
    ...['192.0.2.248/30', '192.0.2.252/31', '192.0.2.254/32'],
  ]);
  expect(rangeWithout('192.0.2.0/24', ['192.0.0.0/16'])).toEqual([]);
});

test('Private ranges, and exceptions, are not the internet', () => {
  expect(internetIn('10.0.0.0/7')).toEqual(['11.0.0.0/8']);
  expect(internetIn('203.0.113.0/24', ['203.0.113.0/25'])).toEqual(['203.0.113.128/25']);
  expect([...internetIn('192.168.0.0/16'), ...internetIn('fd00::/8'), ...internetIn('64:ff9b::a00:0/104')]).toEqual([]);
});

test('Distinct ranges have no address in common', () => {
  expect(distinctRanges(['192.0.2.0/24', '192.0.2.3/24', '192.0.2.0/25', '192.0.2.64/26', '2001:db8::/32'])).toEqual([
    ...['192.0.2.128/25', '192.0.2.0/26', '192.0.2.64/26', '2001:db8::/32'],
  ]);
});
