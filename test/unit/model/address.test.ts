import fc from 'fast-check';
import { Lazy } from 'cdk8s';
import { parseAddresses } from '../../../lib/model/address';
import { fixIn, messageOf } from '../help';

describe('addresses', () => {
  test.each<[string, string[], string[]]>([
    ['one', ['203.0.113.10'], ['203.0.113.10']],
    ['several, in order', ['203.0.113.9', '203.0.113.10'], ['203.0.113.10', '203.0.113.9']],
    ['of both families, in lower case', ['2001:DB8::1', '203.0.113.10'], ['2001:db8::1', '203.0.113.10']],
    ['private ones, as of a peered network', ['10.1.2.3', 'fd00::1'], ['10.1.2.3', 'fd00::1']],
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
    ['one twice in two spellings', ['2001:DB8::1', '2001:db8::1'], /stands in addresses twice/, /remove one/],
    ['the pod itself', ['127.0.0.1'], /address is of nothing outside/, /the address that the host has/],
    ['the pod itself in IPv6', ['::1'], /address is of nothing outside/, /the address that the host has/],
    ['the metadata of a cloud', ['169.254.169.254'], /address is of nothing outside/, /the address that the host has/],
    ['a link-local one', ['fe80::1'], /address is of nothing outside/, /the address that the host has/],
    ['every address', ['0.0.0.0'], /address is of nothing outside/, /the address that the host has/],
    ['every address in IPv6', ['::'], /address is of nothing outside/, /the address that the host has/],
    ['many at once', ['239.1.1.1'], /address is of nothing outside/, /the address that the host has/],
    ['many at once in IPv6', ['ff02::1'], /address is of nothing outside/, /the address that the host has/],
    ['IPv4 in the clothes of IPv6', ['::ffff:127.0.0.1'], /address is an ipv4-mapped one/, /write the ipv4 address/],
  ])('are refused: %s', (_, given, problem, fix) => {
    const message = messageOf(() => parseAddresses(given as string[]));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('come out the same whatever their order', () => {
    const lists = fc.uniqueArray(
      fc.ipV4().filter((address) => !/^(0|127|169\.254|22[4-9]|2[3-5]\d)\./.test(address)),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(lists, (addresses) => {
        expect(parseAddresses([...addresses].reverse())).toEqual(parseAddresses(addresses));
      }),
    );
  });
});
