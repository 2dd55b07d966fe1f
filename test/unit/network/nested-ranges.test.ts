import { outermost } from '../../../lib/network/nested-ranges';

test.each<[string, string[], string[]]>([
  ['in order', ['192.168.0.0/16', '10.0.0.0/8'], ['10.0.0.0/8', '192.168.0.0/16']],
  ['once', ['10.0.0.0/8', '10.0.0.0/8'], ['10.0.0.0/8']],
  ['once in two spellings', ['2001:db8::/32', '2001:0DB8:0::/32'], ['2001:db8::/32']],
  ['without those in another', ['10.1.0.0/16', '10.0.0.0/8', '10.1.2.0/24'], ['10.0.0.0/8']],
  ['of both families', ['::/0', '10.0.0.0/8', 'fc00::/7'], ['10.0.0.0/8', '::/0']],
  ['beside each other', ['10.0.0.0/9', '10.128.0.0/9'], ['10.0.0.0/9', '10.128.0.0/9']],
  ['none of none', [], []],
])('ranges are left %s', (_, ranges, left) => {
  expect(outermost(ranges)).toEqual(left);
});
