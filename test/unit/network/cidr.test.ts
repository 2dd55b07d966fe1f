import fc from 'fast-check';
import { Cidr, rangeOfOne, withoutNestedRanges } from '../../../lib/network/cidr';
import { findingOf, writtenBy } from '../input/findings';

test.each([
  ['10.0.0.0/8', 'ipv4', 8],
  ['0.0.0.0/0', 'ipv4', 0],
  ['192.0.2.1/32', 'ipv4', 32],
  ['10.128.0.0/9', 'ipv4', 9],
  ['2001:db8::/32', 'ipv6', 32],
  ['2001:DB8::/32', 'ipv6', 32],
  ['::/0', 'ipv6', 0],
  ['::1/128', 'ipv6', 128],
  ['2001:db8:0:0:8000::/65', 'ipv6', 65],
  ['1:2:3:4:5:6:7:8/128', 'ipv6', 128],
  ['fe80::/10', 'ipv6', 10],
])('Cidr.parse accepts %s', (value, family, prefix) => {
  const cidr = Cidr.parse(value);
  expect([cidr.family, cidr.prefix, String(cidr)]).toEqual([family, prefix, value]);
});

const EXAMPLE = 'write an address and a prefix length, such as "10.1.0.0/16"';

test.each([
  ['an IPv4 address', '10.0.0.1', 'write "10.0.0.1/32"'],
  ['an IPv6 address', '2001:db8::1', 'write "2001:db8::1/128"'],
  ['an IPv4 prefix length over 32', '10.0.0.0/33', EXAMPLE],
  ['an IPv6 prefix length over 128', '2001:db8::/129', EXAMPLE],
  ['a prefix length with a leading zero', '10.0.0.0/08', EXAMPLE],
  ['a netmask', '10.0.0.0/255.0.0.0', EXAMPLE],
  ['a negative prefix length', '10.0.0.0/-1', EXAMPLE],
  ['a missing prefix length', '10.0.0.0/', EXAMPLE],
  ['three numbers', '10.0.0/8', EXAMPLE],
  ['a number over 255', '10.0.0.256/32', EXAMPLE],
  ['an octal number', '010.0.0.0/8', EXAMPLE],
  ['an IPv4-mapped IPv6 range', '::ffff:10.0.0.0/104', EXAMPLE],
  ['an IPv4-mapped IPv6 range in hexadecimal', '::ffff:a00:0/104', EXAMPLE],
  ['an IPv4-mapped IPv6 address', '::ffff:1.2.3.4', EXAMPLE],
  ['an IPv6 zone', 'fe80::%eth0/10', EXAMPLE],
  ['an IPv6 address with a zone', 'fe80::1%eth0', EXAMPLE],
  ['two double colons', '2001::db8::/32', EXAMPLE],
  ['a host name', 'api.example.com/32', EXAMPLE],
  ['a trailing blank', '10.0.0.0/8 ', EXAMPLE],
  ['an empty text', '', EXAMPLE],
  ['null', null, EXAMPLE],
  ['a number', 10, EXAMPLE],
  ['an object', {}, EXAMPLE],
])('Cidr.parse rejects %s', (_, value, fix) => {
  expect(findingOf(() => Cidr.parse(value, 'cidrs[1]'))).toMatchObject({
    code: 'EGR0205',
    problem: 'cidrs[1] must be an IP range in CIDR notation',
    got: JSON.stringify(value),
    fix,
  });
});

test.each([
  ['10.1.2.3/16', '10.1.0.0/16'],
  ['10.255.0.0/9', '10.128.0.0/9'],
  ['10.0.0.0/0', '0.0.0.0/0'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
  ['::1/0', '::/0'],
])('Cidr.parse rejects the host bits of %s and names the range %s in the fix', (value, range) => {
  expect(findingOf(() => Cidr.parse(value))).toMatchObject({
    code: 'EGR0205',
    problem: 'cidr cannot have bits set after its prefix',
    got: `"${value}"`,
    fix: `write "${range}"`,
  });
});

test('Cidr.parse names in the fix for host bits a range of the same prefix length that it accepts', () => {
  const ipv4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }));
  const ipv6 = fc.tuple(
    fc.ipV6().filter((address) => !address.includes('.')),
    fc.integer({ min: 0, max: 128 }),
  );
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), ([address, prefix]) => {
      try {
        Cidr.parse(`${address}/${prefix}`);
      } catch {
        const { fix } = findingOf(() => Cidr.parse(`${address}/${prefix}`));
        expect(Cidr.parse(writtenBy(fix)).prefix).toBe(prefix);
      }
    }),
  );
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.0.0.0/8', '10.0.0.0/8', false],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['10.0.0.0/8', '11.0.0.0/16', false],
  ['0.0.0.0/0', '192.0.2.1/32', true],
  ['2001:db8::/32', '2001:db8:1::/48', true],
  ['2001:db8::/32', '2001:db9::/48', false],
  ['::/0', '10.0.0.0/8', false],
  ['0.0.0.0/0', '2001:db8::/32', false],
])('Cidr.strictlyContains returns for %s and %s: %p', (outer, inner, expected) => {
  expect(Cidr.parse(outer).strictlyContains(Cidr.parse(inner))).toBe(expected);
});

test('rangeOfOne returns a range of one address', () => {
  expect([rangeOfOne('192.0.2.1'), rangeOfOne('2001:db8::1')]).toEqual(['192.0.2.1/32', '2001:db8::1/128']);
});

test.each<[string, string[], string[]]>([
  ['sorted', ['192.168.0.0/16', '10.0.0.0/8'], ['10.0.0.0/8', '192.168.0.0/16']],
  ['once', ['10.0.0.0/8', '10.0.0.0/8'], ['10.0.0.0/8']],
  ['once if they have two spellings', ['2001:db8::/32', '2001:0DB8:0::/32'], ['2001:db8::/32']],
  ['without ranges inside other ranges', ['10.1.0.0/16', '10.0.0.0/8', '10.1.2.0/24'], ['10.0.0.0/8']],
  ['of both families', ['::/0', '10.0.0.0/8', 'fc00::/7'], ['10.0.0.0/8', '::/0']],
  ['unmerged if they are adjacent', ['10.0.0.0/9', '10.128.0.0/9'], ['10.0.0.0/9', '10.128.0.0/9']],
  ['as an empty list for an empty list', [], []],
])('withoutNestedRanges returns ranges %s', (_, ranges, outer) => {
  expect(withoutNestedRanges(ranges)).toEqual(outer);
});

const range = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([bits, prefix]) => {
    const network = prefix === 0 ? 0 : (bits >>> (32 - prefix)) * 2 ** (32 - prefix);
    const bytes = [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256);
    return { first: network, last: network + 2 ** (32 - prefix) - 1, text: `${bytes.join('.')}/${prefix}` };
  });

test('two ranges overlap if and only if an address is in both, and one has the text of the other among those around it', () => {
  fc.assert(
    fc.property(range, range, (a, b) => {
      const [one, other] = [Cidr.parse(a.text), Cidr.parse(b.text)];
      const shared = Math.max(a.first, b.first) <= Math.min(a.last, b.last);
      expect([one.overlaps(other), other.overlaps(one)]).toEqual([shared, shared]);
      const [mine, theirs] = [one.enclosing(), other.enclosing()];
      expect(mine.includes(theirs[0] ?? '') || theirs.includes(mine[0] ?? '')).toBe(shared);
    }),
  );
});

test('ranges of two families do not overlap', () => {
  expect(Cidr.parse('0.0.0.0/0').overlaps(Cidr.parse('::/0'))).toBe(false);
  expect(Cidr.parse('2001:db8::/32').enclosing().slice(0, 2)).toEqual([
    '8193.3512.0.0.0.0.0.0/32',
    '8193.3512.0.0.0.0.0.0/31',
  ]);
});
