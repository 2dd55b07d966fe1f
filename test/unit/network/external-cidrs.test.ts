import { Lazy } from 'cdk8s';
import { parseExternalCidrs } from '../../../lib/network/external-cidrs';
import { findingOf, findingsOf } from '../input/findings';

test.each<[string, string[], string[]]>([
  ['one range', ['203.0.113.0/28'], ['203.0.113.0/28']],
  ['several ranges, sorted', ['203.0.113.16/28', '198.51.100.0/24'], ['198.51.100.0/24', '203.0.113.16/28']],
  ['a range of one address', ['203.0.113.7/32'], ['203.0.113.7/32']],
  ['private ranges, as of a partner network', ['10.20.0.0/16', 'fd12:3456::/32'], ['10.20.0.0/16', 'fd12:3456::/32']],
  ['IPv6 in canonical form', ['2001:0DB8:0::/48'], ['2001:db8::/48']],
  ['a range without the ranges inside it', ['203.0.113.0/28', '203.0.113.8/29'], ['203.0.113.0/28']],
  ['the widest ranges', ['10.0.0.0/8', '2620::/16'], ['10.0.0.0/8', '2620::/16']],
  ['a neighbour of a metadata service', ['100.100.100.0/25'], ['100.100.100.0/25']],
])('parseExternalCidrs accepts %s', (_, given, cidrs) => {
  expect(parseExternalCidrs(given)).toEqual(cidrs);
});

test.each([
  ['an empty list', [], 'EGR0105', 'cidrs must not be empty'],
  ['a text', '203.0.113.0/28', 'EGR0105', 'cidrs must be a list'],
  ['a token', [Lazy.any({ produce: () => '' }) as unknown], 'EGR0108', 'cidrs[0] must be a literal'],
  ['an address', ['203.0.113.7'], 'EGR0205', 'cidrs[0] must be an IP range in CIDR notation'],
  ['bits after the prefix', ['203.0.113.7/28'], 'EGR0205', 'cidrs[0] cannot have bits set after its prefix'],
  ['a wide range', ['52.0.0.0/7'], 'EGR0206', 'cidrs[0] cannot cover much of the internet'],
  ['every address', ['0.0.0.0/0'], 'EGR0206', 'cidrs[0] cannot cover much of the internet'],
  ['a repeated range', ['10.0.0.0/16', '10.0.0.0/16'], 'EGR0106', 'cidrs must not repeat 10.0.0.0/16'],
  ['a range in two forms', ['2001:DB8::/32', '2001:db8:0::/32'], 'EGR0106', 'cidrs must not repeat 2001:db8::/32'],
])('parseExternalCidrs rejects %s', (_, given, code, problem) => {
  expect(findingOf(() => parseExternalCidrs(given as string[]))).toMatchObject({ code, problem });
});

const RANGE = 'write the range of the hosts, such as "203.0.113.0/28"';
const IPV4 = 'write the IPv4 range of the hosts';

test.each([
  ['127.0.0.0/8', 'cannot contain a loopback address', RANGE],
  ['127.0.0.1/32', 'cannot contain a loopback address', RANGE],
  ['169.254.169.254/32', 'cannot contain a link-local address, at which clouds serve instance metadata', RANGE],
  ['169.0.0.0/8', 'cannot contain a link-local address, at which clouds serve instance metadata', RANGE],
  ['0.0.0.0/8', 'cannot contain the unspecified address or an address of the local network', RANGE],
  ['239.0.0.0/8', 'cannot contain a multicast address', RANGE],
  ['240.0.0.0/24', 'cannot contain a reserved address', RANGE],
  ['fe80::/64', 'cannot contain a link-local address', RANGE],
  ['::/16', 'cannot contain the unspecified address or the loopback address', RANGE],
  ['64:ff9b::/96', 'cannot contain a NAT64 address', IPV4],
  ['64:ff9b::a9fe:a900/120', 'cannot contain a NAT64 address', IPV4],
  ['2002::/16', 'cannot contain a 6to4 address', IPV4],
  [
    '100.64.0.0/10',
    'cannot contain the Alibaba Cloud instance metadata service',
    'write smaller ranges, without 100.100.100.200',
  ],
  ['168.63.0.0/16', 'cannot contain the Azure WireServer', 'write smaller ranges, without 168.63.129.16'],
  ['fd00::/16', 'cannot contain the AWS instance metadata service', 'write smaller ranges, without fd00:ec2::254'],
])('parseExternalCidrs rejects %s, which %s', (cidr, predicate, fix) => {
  expect(findingOf(() => parseExternalCidrs(['203.0.113.0/28', cidr]))).toMatchObject({
    code: 'EGR0219',
    problem: `cidrs[1] ${predicate}`,
    fix,
  });
});

test('parseExternalCidrs names every rejected range', () => {
  const given = ['127.0.0.0/8', '203.0.113.0/28', '203.0.113.7'];
  expect(findingsOf(() => parseExternalCidrs(given)).map(({ code }) => code)).toEqual(['EGR0219', 'EGR0205']);
});
