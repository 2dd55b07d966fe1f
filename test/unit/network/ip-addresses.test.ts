import fc from 'fast-check';
import { Lazy } from 'cdk8s';
import { parseAddresses } from '../../../lib/network/ip-addresses';
import { findingOf, findingsOf } from '../input/findings';

test.each<[string, string[], string[]]>([
  ['one address', ['203.0.113.10'], ['203.0.113.10']],
  ['several addresses, sorted', ['203.0.113.9', '203.0.113.10'], ['203.0.113.10', '203.0.113.9']],
  ['both families, in lower case', ['2001:DB8::1', '203.0.113.10'], ['2001:db8::1', '203.0.113.10']],
  ['private addresses, as of a peered network', ['10.1.2.3', 'fd00::1'], ['10.1.2.3', 'fd00::1']],
  ['canonical forms', ['2001:0db8:0:0:0:0:0:1', '1:0:0:2:0:0:0:3'], ['1:0:0:2::3', '2001:db8::1']],
  ['neighbours of rejected ranges', ['2001:1::1', '2003::1', '64:ff9b:2::1'], ['2001:1::1', '2003::1', '64:ff9b:2::1']],
  ['neighbours of metadata services', ['100.100.100.201', 'fd00:ec2::253'], ['100.100.100.201', 'fd00:ec2::253']],
])('parseAddresses accepts %s', (_, given, addresses) => {
  expect(parseAddresses(given)).toEqual(addresses);
});

test.each([
  ['an empty list', [], 'EGR0105', 'addresses must not be empty'],
  ['undefined', undefined, 'EGR0105', 'addresses must be a list'],
  ['a text', '203.0.113.10', 'EGR0105', 'addresses must be a list'],
  ['a token in place of a list', Lazy.any({ produce: () => [] }) as unknown, 'EGR0108', 'addresses must be a literal'],
  ['a token', [Lazy.any({ produce: () => '' }) as unknown], 'EGR0108', 'addresses[0] must be a literal'],
  ['a repeated address', ['192.0.2.1', '192.0.2.1'], 'EGR0106', 'addresses must not repeat 192.0.2.1'],
  ['an address in two cases', ['2001:DB8::1', '2001:db8::1'], 'EGR0106', 'addresses must not repeat 2001:db8::1'],
  ['an address in two forms', ['2001:db8::1', '2001:0db8::0:1'], 'EGR0106', 'addresses must not repeat 2001:db8::1'],
])('parseAddresses rejects %s', (_, given, code, problem) => {
  expect(findingOf(() => parseAddresses(given as string[]))).toMatchObject({ code, problem });
});

const EXAMPLE = 'write the address that applications connect to, such as "203.0.113.10"';

test.each([
  [
    '203.0.113.0/24',
    'must be an IP address',
    'write the addresses of the range one by one, or use an ExternalCidrRoute',
  ],
  ['db.example.com', 'must be an IP address', 'write the addresses that "dig +short db.example.com" prints'],
  ['203.0.113', 'must be an IP address', EXAMPLE],
  ['203.0.113.010', 'must be an IP address', EXAMPLE],
  ['127.0.0.1', 'cannot be a loopback address', EXAMPLE],
  ['::1', 'cannot be the unspecified address or the loopback address', EXAMPLE],
  ['::', 'cannot be the unspecified address or the loopback address', EXAMPLE],
  ['0.0.0.0', 'cannot be the unspecified address or an address of the local network', EXAMPLE],
  ['169.254.169.254', 'cannot be a link-local address, at which clouds serve instance metadata', EXAMPLE],
  ['fe80::1', 'cannot be a link-local address', EXAMPLE],
  ['fe80::1%eth0', 'cannot be a link-local address', EXAMPLE],
  ['239.1.1.1', 'cannot be a multicast address', EXAMPLE],
  ['ff02::1', 'cannot be a multicast address', EXAMPLE],
  [
    '240.240.0.1',
    'cannot be a reserved address',
    'write virtualAddress: true in place of addresses, if sidecars answer DNS queries for the host',
  ],
  ['2001:db8::1%eth0', 'cannot have a zone', 'write "2001:db8::1"'],
  [10, 'must be an IP address', EXAMPLE],
])('parseAddresses rejects %p and names the reason', (address, predicate, fix) => {
  expect(findingOf(() => parseAddresses(['203.0.113.10', address as string]))).toMatchObject({
    code: 'EGR0204',
    problem: `addresses[1] ${predicate}`,
    got: JSON.stringify(address),
    fix,
  });
});

const OF_HOST = 'write the IPv4 address of the host';

test.each([
  ['::ffff:127.0.0.1', 'an IPv4-mapped IPv6 address', EXAMPLE],
  ['::FFFF:cb00:710a', 'an IPv4-mapped IPv6 address', 'write "203.0.113.10"'],
  ['0:0:0:0:0:ffff:203.0.113.10', 'an IPv4-mapped IPv6 address', 'write "203.0.113.10"'],
  ['0000:0000:0000:0000:0000:ffff:cb00:710a', 'an IPv4-mapped IPv6 address', 'write "203.0.113.10"'],
  ['::203.0.113.10', 'an IPv4-compatible IPv6 address', 'write "203.0.113.10"'],
  ['::ffff:0:203.0.113.10', 'an IPv4-translated IPv6 address', 'write "203.0.113.10"'],
  ['64:ff9b::169.254.169.254', 'a NAT64 address', EXAMPLE],
  ['64:ff9b:0:0:0:0:cb00:710a', 'a NAT64 address', 'write "203.0.113.10"'],
  ['64:ff9b::', 'a NAT64 address', EXAMPLE],
  ['64:ff9b:1::a14:10', 'a NAT64 address', OF_HOST],
  ['2002:a14:10::1', 'a 6to4 address', OF_HOST],
  ['2001::a14:10', 'a Teredo address', OF_HOST],
  ['2001:0:0:1::1', 'a Teredo address', OF_HOST],
])('parseAddresses rejects %s, %s, which contains an IPv4 address', (address, name, fix) => {
  expect(findingOf(() => parseAddresses([address]))).toMatchObject({
    code: 'EGR0204',
    problem: `addresses[0] cannot be ${name}`,
    got: `"${address}"`,
    fix,
  });
});

test.each([
  ['fd00:ec2::254', 'the AWS instance metadata service'],
  ['fd00:0ec2:0:0::254', 'the AWS instance metadata service'],
  ['fd00:ec2::23', 'the AWS EKS Pod Identity agent'],
  ['fd20:ce::254', 'the Google Cloud metadata server'],
  ['100.100.100.200', 'the Alibaba Cloud instance metadata service'],
  ['192.0.0.192', 'the Oracle Cloud instance metadata service'],
  ['168.63.129.16', 'the Azure WireServer'],
])('parseAddresses rejects %s, the address of %s', (address, service) => {
  expect(findingOf(() => parseAddresses(['203.0.113.10', address]))).toMatchObject({
    code: 'EGR0204',
    problem: `addresses[1] cannot be ${service}`,
    got: `"${address}"`,
    fix: EXAMPLE,
  });
});

test('parseAddresses names every rejected address in one error', () => {
  const findings = findingsOf(() => parseAddresses(['127.0.0.1', '203.0.113.10', 'db', '203.0.113.10']));
  expect(findings.map(({ code, problem }) => `${code} ${problem}`)).toEqual([
    'EGR0204 addresses[0] cannot be a loopback address',
    'EGR0204 addresses[2] must be an IP address',
    'EGR0106 addresses must not repeat 203.0.113.10',
  ]);
});

test('parseAddresses returns the same list for every order', () => {
  const closed = /^((0|127|169\.254|22[4-9]|2[3-5]\d)\.|100\.100\.100\.200|192\.0\.0\.192|168\.63\.129\.16)/;
  const lists = fc.uniqueArray(
    fc.ipV4().filter((address) => !closed.test(address)),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(lists, (addresses) => {
      expect(parseAddresses(addresses)).toEqual([...addresses].sort());
      expect(parseAddresses([...addresses].reverse())).toEqual([...addresses].sort());
    }),
  );
});
