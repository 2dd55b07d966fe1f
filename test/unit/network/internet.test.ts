import { isInternet } from '../../../lib/network/internet';

test.each(['8.8.8.8', '203.0.113.10', '2606:4700::1111', '64:ff9b::808:808'])(
  '%s is part of the internet',
  (address) => {
    expect(isInternet(address)).toBe(true);
  },
);

test.each([
  ['the loopback address', ['127.0.0.1', '::1']],
  ['the unspecified address', ['0.0.0.0', '::']],
  ['a link-local address', ['169.254.169.254', 'fe80::1']],
  ['a private address', ['10.96.0.1', '172.16.0.1', '192.168.1.1', 'fd00:ec2::254']],
  ['carrier-grade NAT', ['100.64.0.1', '100.100.100.200']],
  ['an IPv4-mapped address', ['::ffff:a9fe:a9fe', '::ffff:808:808']],
  ['an IPv4-compatible address', ['::a9fe:a9fe', '::808:808']],
  ['an IPv4-translated address', ['::ffff:0:a9fe:a9fe']],
  ['a NAT64 address of an excluded address', ['64:ff9b::a9fe:a9fe', '64:ff9b:1::1']],
  ['a 6to4 or Teredo address', ['2002:a9fe:a9fe::1', '2001:0:1::1']],
])('%s is not part of the internet', (_, addresses) => {
  expect(addresses.filter(isInternet)).toEqual([]);
});
