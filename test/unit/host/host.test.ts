import { Lazy } from 'cdk8s';
import { Host } from '../../../lib/host/host';
import { fixIn, messageOf } from '../help';

const label = (length: number): string => 'a'.repeat(length);
/** A host of exactly 250 characters and a last label of the given length. */
const long = (last: number): string => `${[62, 62, 62, 60].map(label).join('.')}.${label(last)}`;

describe('Host', () => {
  /** Issue 3, "Bad input", and scale-and-trust.md section 5: the input, the problem, and the way out. */
  test.each([
    ['everything', '*', /wildcard over everything/, /list the hosts/],
    ['a top level wildcard', '*.com', /wildcard over everything below a top level domain/, /list the hosts/],
    ['a wildcard with an empty rest', '*.', /wildcard/, /list the hosts/],
    ['a wildcard over a public suffix', '*.co.uk', /is a wildcard/, /list the names below "co\.uk"/],
    [
      'a wildcard',
      '*.example.com',
      /wildcard, where a full name is needed/,
      /one by one; hosts of a route may be wildcards with a wildcardTarget$/,
    ],
    ['a wildcard in upper case', '*.EXAMPLE.com', /is a wildcard/, /list the names below "example\.com"/],
    ['a partial wildcard', '*foo.com', /not a whole first label/, /envoy rejects the whole listener/],
    ['a partial wildcard with a hyphen', '*-x.com', /not a whole first label/, /list the hosts/],
    ['an inner wildcard', 'a.*.com', /not a whole first label/, /list the hosts/],
    ['a second wildcard', '*.*.example.com', /not a whole first label/, /list the hosts/],
    ['an IPv4 address', '192.0.2.1', /ip address/, /declare the dns name/],
    ['an IPv6 address', '2001:db8::1', /ip address/, /declare the dns name/],
    ['an IPv6 address in brackets', '[2001:db8::1]', /ip address/, /declare the dns name/],
    ['an IPv4 address with a dot behind', '192.0.2.1.', /all-numeric top level domain/, /check the name/],
    ['a short name', 'db', /one label only/, /write the full name/],
    ['a short name with a dot behind', 'db.', /one label only/, /write the full name/],
    ['a dot', '.', /one label only/, /write the full name/],
    ['an empty name', '', /empty/, /write the name that the application dials/],
    ['blanks', '  ', /empty/, /write the name that the application dials/],
    ['a blank before', ' api.example.com', /invalid label " api"/, /letters, digits and inner hyphens/],
    ['a line break behind', 'api.example.com\n', /invalid label/, /letters, digits and inner hyphens/],
    ['a name that is not ASCII', 'bücher.example', /not ascii/, /punycode form "xn--bcher-kva\.example"/],
    ['another script', 'пример.рф', /not ascii/, /punycode form "xn--e1afmkfd\.xn--p1ai"/],
    ['an underscore', 'my_api.example.com', /underscore/, /underscore is no host name character/],
    ['a URL', 'https://api.example.com/v1', /is a url/, /write "api\.example\.com"/],
    ['a URL with a port', 'http://api.example.com:8080/', /is a url/, /write "api\.example\.com"/],
    ['a URL in upper case', 'HTTPS://api.example.com', /is a url/, /write "api\.example\.com"/],
    ['a path behind', 'api.example.com/v1', /is a url/, /write "api\.example\.com"/],
    ['a query behind', 'api.example.com?x=1', /is a url/, /write "api\.example\.com"/],
    ['a port and a path behind', 'api.example.com:8080/v1', /is a url/, /write "api\.example\.com"/],
    ['a port', 'api.example.com:8443', /has a port/, /write "api\.example\.com", and port: 8443/],
    ['an empty label', 'api..example.com', /empty label/, /remove the extra dot/],
    ['a dot before', '.example.com', /empty label/, /remove the extra dot/],
    ['two dots behind', 'example.com..', /empty label/, /remove the extra dot/],
    ['a hyphen before', '-api.example.com', /invalid label "-api"/, /inner hyphens/],
    ['a hyphen behind', 'api-.example.com', /invalid label "api-"/, /inner hyphens/],
    ['a label of 64', `${label(64)}.com`, /label of 64 characters/, /at most 63/],
    ['254 characters', long(4), /254 characters, more than the 253/, /check the name/],
    ['255 characters', long(5), /255 characters, more than the 253/, /check the name/],
    ['an all-numeric top level domain', 'api.example.123', /all-numeric top level domain/, /check the name/],
  ])('refuses %s and says what to write', (_, value, problem, fix) => {
    const message = messageOf(() => Host.parse(value));
    expect(message).toMatch(problem);
    expect(message).toContain(JSON.stringify(value));
    expect(message).toMatch(/fix: \S/);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each([
    ['undefined', undefined, /got undefined/],
    ['null', null, /got null/],
    ['a number', 42, /got 42/],
    ['an object', { host: 'a.b' }, /got \{"host":"a\.b"\}/],
  ])('refuses %s, which only JavaScript could pass', (_, value, got) => {
    const message = messageOf(() => Host.parse(value));
    expect(message).toMatch(/empty or not a string/);
    expect(message).toMatch(got);
  });

  test.each([
    ['a Lazy', Lazy.any({ produce: () => 'api.example.com' }) as unknown],
    ['an implicit token', { resolve: () => 'api.example.com' }],
    ['a token of cdktf', '${TfToken[TOKEN.0]}'],
    ['a token of the AWS CDK', '${Token[TOKEN.12]}'],
  ])('refuses %s, since names of objects follow from it', (_, value) => {
    const message = messageOf(() => Host.parse(value));
    expect(message).toMatch(/host is a token/);
    expect(message).toMatch(/fix: resolve the value before/);
  });

  test.each([
    ['edition.cnn.com', 'edition.cnn.com'],
    ['API.Example.COM', 'api.example.com'],
    ['api.example.com.', 'api.example.com'],
    ['API.EXAMPLE.COM.', 'api.example.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['1.example.com', '1.example.com'],
    ['0--0.example.c', '0--0.example.c'],
    ['a.b', 'a.b'],
    [`${label(63)}.com`, `${label(63)}.com`],
    [long(3), long(3)],
    [`${long(3)}.`, long(3)],
  ])('reads %s', (value, name) => {
    expect(Host.parse(value).name).toBe(name);
    expect(Host.parse(value).toString()).toBe(name);
  });

  test('lies in itself and in what its labels end with, not in what its letters end with', () => {
    const host = Host.parse('api.example.com');
    expect(host.isIn('api.example.com')).toBe(true);
    expect(host.isIn('example.com')).toBe(true);
    expect(host.isIn('ample.com')).toBe(false);
    expect(host.isIn('www.api.example.com')).toBe(false);
  });
});
