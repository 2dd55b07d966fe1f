import fc from 'fast-check';
import { Lazy } from 'cdk8s';
import { parseAddresses } from '../../../lib/network/ip-addresses';
import { fixIn, messageOf } from '../help';

describe('addresses', () => {
  test.each<[string, string[], string[]]>([
    ['one', ['203.0.113.10'], ['203.0.113.10']],
    ['several, in order', ['203.0.113.9', '203.0.113.10'], ['203.0.113.10', '203.0.113.9']],
    ['of both families, in lower case', ['2001:DB8::1', '203.0.113.10'], ['2001:db8::1', '203.0.113.10']],
    ['private ones, as of a peered network', ['10.1.2.3', 'fd00::1'], ['10.1.2.3', 'fd00::1']],
    ['in the one spelling that each has', ['2001:0db8:0:0:0:0:0:1', '1:0:0:2:0:0:0:3'], ['1:0:0:2::3', '2001:db8::1']],
    ['neighbours of closed ranges', ['2001:1::1', '2003::1', '64:ff9b:2::1'], ['2001:1::1', '2003::1', '64:ff9b:2::1']],
    ['neighbours of metadata', ['100.100.100.201', 'fd00:ec2::253'], ['100.100.100.201', 'fd00:ec2::253']],
  ])('are read: %s', (_, given, read) => {
    expect(parseAddresses(given)).toEqual(read);
  });

  test.each<[string, unknown, RegExp, RegExp]>([
    ['none', [], /addresses is empty: got \[\]/, /^write addresses/],
    ['nothing', undefined, /addresses is not a list: got undefined/, /^write addresses/],
    ['no list', '203.0.113.10', /addresses is not a list/, /^write addresses/],
    ['a token for the list', Lazy.any({ produce: () => [] }), /addresses is a token/, /resolve the value/],
    ['a token in it', [Lazy.any({ produce: () => '' })], /address is a token/, /resolve the value/],
    ['a range', ['203.0.113.0/24'], /address is not an ip address: got "203\.0\.113\.0\/24"/, /single addresses/],
    ['a name', ['db.example.com'], /address is not an ip address/, /what the name resolves to/],
    ['a number', [10], /address is not an ip address: got 10/, /what the name resolves to/],
    ['one twice', ['203.0.113.10', '203.0.113.10'], /203\.0\.113\.10 stands in addresses twice/, /remove one/],
    ['one twice in two cases', ['2001:DB8::1', '2001:db8::1'], /stands in addresses twice/, /remove one/],
    [
      'one twice in two spellings',
      ['2001:db8::1', '2001:0db8:0:0:0:0:0:1'],
      /2001:db8::1 stands in addresses twice/,
      /remove one/,
    ],
    ['the pod itself', ['127.0.0.1'], /address is of nothing outside/, /the address that the host has/],
    ['the pod itself in IPv6', ['::1'], /address is of nothing outside/, /the address that the host has/],
    ['the metadata of a cloud', ['169.254.169.254'], /address is of nothing outside/, /the address that the host has/],
    ['a link-local one', ['fe80::1'], /address is of nothing outside/, /the address that the host has/],
    ['every address', ['0.0.0.0'], /address is of nothing outside/, /the address that the host has/],
    ['every address in IPv6', ['::'], /address is of nothing outside/, /the address that the host has/],
    ['many at once', ['239.1.1.1'], /address is of nothing outside/, /the address that the host has/],
    ['many at once in IPv6', ['ff02::1'], /address is of nothing outside/, /the address that the host has/],
    ['one of a link', ['fe80::1%eth0'], /address has a zone: got "fe80::1%eth0"/, /^write the address without %/],
    ['one with a zone', ['2001:db8::1%eth0'], /address has a zone/, /^write the address without %/],
  ])('are refused: %s', (_, given, problem, fix) => {
    const message = messageOf(() => parseAddresses(given as string[]));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each<[string, string]>([
    ['::ffff:127.0.0.1', 'ipv4-mapped'],
    ['::FFFF:cb00:710a', 'ipv4-mapped'],
    ['0:0:0:0:0:ffff:203.0.113.10', 'ipv4-mapped'],
    ['0000:0000:0000:0000:0000:ffff:cb00:710a', 'ipv4-mapped'],
    ['::203.0.113.10', 'ipv4-compatible'],
    ['::ffff:0:203.0.113.10', 'ipv4-translated'],
    ['64:ff9b::169.254.169.254', 'nat64'],
    ['64:ff9b:0:0:0:0:cb00:710a', 'nat64'],
    ['64:ff9b:1::a14:10', 'nat64'],
    ['2002:a14:10::1', '6to4'],
    ['2001::a14:10', 'teredo'],
    ['2001:0:0:1::1', 'teredo'],
  ])('in which an IPv4 address is hidden are refused: %s, of %s', (address, form) => {
    const message = messageOf(() => parseAddresses([address]));
    expect(message).toContain(`address has an ipv4 address in it (${form}): got "${address}"`);
    expect(fixIn(message)).toBe('write the ipv4 address');
  });

  test.each<[string, string]>([
    ['fd00:ec2::254', 'aws'],
    ['fd00:0ec2:0:0::254', 'aws'],
    ['fd20:ce::254', 'google cloud'],
    ['100.100.100.200', 'alibaba cloud'],
    ['192.0.0.192', 'oracle cloud'],
    ['168.63.129.16', 'azure'],
  ])('where a cloud answers its own machines are refused: %s, of %s', (address, cloud) => {
    const message = messageOf(() => parseAddresses(['203.0.113.10', address]));
    expect(message).toContain(
      `address is where ${cloud} tells its machines what is only for them, credentials among it: got "${address}"`,
    );
    expect(fixIn(message)).toBe('write the address that the host has for applications');
  });

  test('come out the same whatever their order', () => {
    const lists = fc.uniqueArray(
      fc
        .ipV4()
        .filter((address) => !/^((0|127|169\.254|22[4-9]|2[3-5]\d)\.|100\.100\.100\.200|192\.0\.0\.192)/.test(address)),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(lists, (addresses) => {
        expect(parseAddresses([...addresses].reverse())).toEqual(parseAddresses(addresses));
      }),
    );
  });
});
