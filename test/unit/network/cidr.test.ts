import fc from 'fast-check';
import { Cidr } from '../../../lib/network/cidr';
import { fixIn, messageOf } from '../help';

describe('Cidr', () => {
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
  ])('reads %s', (value, family, prefix) => {
    const cidr = Cidr.parse(value);
    expect([cidr.family, cidr.prefix, String(cidr)]).toEqual([family, prefix, value]);
  });

  test.each([
    ['an IPv4 address alone', '10.0.0.1', /malformed/, /write "10\.0\.0\.1\/32"/],
    ['an IPv6 address alone', '2001:db8::1', /malformed/, /write "2001:db8::1\/128"/],
    ['a prefix over 32', '10.0.0.0/33', /malformed/, /write address\/prefix/],
    ['a prefix over 128', '2001:db8::/129', /malformed/, /write address\/prefix/],
    ['a prefix with a zero before', '10.0.0.0/08', /malformed/, /write address\/prefix/],
    ['a netmask', '10.0.0.0/255.0.0.0', /malformed/, /write address\/prefix/],
    ['a negative prefix', '10.0.0.0/-1', /malformed/, /write address\/prefix/],
    ['no prefix', '10.0.0.0/', /malformed/, /write address\/prefix/],
    ['three numbers', '10.0.0/8', /malformed/, /write address\/prefix/],
    ['a number over 255', '10.0.0.256/32', /malformed/, /write address\/prefix/],
    ['an octal number', '010.0.0.0/8', /malformed/, /write address\/prefix/],
    ['an IPv4 address in an IPv6 one', '::ffff:10.0.0.0/104', /malformed/, /write address\/prefix/],
    ['the same in hexadecimal', '::ffff:a00:0/104', /malformed/, /write address\/prefix/],
    ['an IPv6 zone', 'fe80::%eth0/10', /malformed/, /write address\/prefix/],
    ['two double colons', '2001::db8::/32', /malformed/, /write address\/prefix/],
    ['a host', 'api.example.com/32', /malformed/, /write address\/prefix/],
    ['a blank behind', '10.0.0.0/8 ', /malformed/, /write address\/prefix/],
    ['an empty string', '', /malformed/, /write address\/prefix/],
    ['IPv4 host bits', '10.1.2.3/16', /bits set behind its prefix/, /write "10\.1\.0\.0\/16"/],
    ['IPv4 host bits inside a number', '10.255.0.0/9', /bits set behind its prefix/, /write "10\.128\.0\.0\/9"/],
    ['IPv4 host bits of /0', '10.0.0.0/0', /bits set behind its prefix/, /write "0\.0\.0\.0\/0"/],
    ['IPv6 host bits', '2001:db8::1/32', /bits set behind its prefix/, /write "2001:db8::\/32"/],
    ['IPv6 host bits inside a group', '2001:db8:ffff::/33', /bits set/, /write "2001:db8:8000::\/33"/],
    ['IPv6 host bits of /0', '::1/0', /bits set behind its prefix/, /write "::\/0"/],
  ])('refuses %s', (_, value, problem, fix) => {
    const message = messageOf(() => Cidr.parse(value));
    expect(message).toMatch(problem);
    expect(message).toContain(`got ${JSON.stringify(value)}`);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each([undefined, null, 10, {}])('refuses %p, which only JavaScript could pass', (value) => {
    expect(messageOf(() => Cidr.parse(value))).toMatch(/cidr is malformed.*fix: write address\/prefix/);
  });

  const ipv4Ranges = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }));
  const ipv6Ranges = fc.tuple(
    fc.ipV6().filter((address) => !address.includes('.')),
    fc.integer({ min: 0, max: 128 }),
  );

  test('suggests, for any range with host bits, a range that it takes', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4Ranges, ipv6Ranges), ([address, prefix]) => {
        try {
          Cidr.parse(`${address}/${prefix}`);
        } catch (error) {
          const suggested = /fix: write "(.*)"$/.exec((error as Error).message)?.[1];
          expect(Cidr.parse(suggested).prefix).toBe(prefix);
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
  ])('%s strictly contains %s: %p', (outer, inner, expected) => {
    expect(Cidr.parse(outer).strictlyContains(Cidr.parse(inner))).toBe(expected);
  });
});
