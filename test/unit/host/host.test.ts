import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { Host } from '../../../lib/host/host';
import { findingOf, writtenBy } from '../input/findings';
import { validHosts } from '../mesh/hosts';

const label = (length: number): string => 'a'.repeat(length);
/** A host of exactly 250 characters and a last label of the given length. */
const long = (last: number): string => `${[62, 62, 62, 60].map(label).join('.')}.${label(last)}`;

test.each([
  [
    'an IPv4 address',
    '192.0.2.1',
    'must be a DNS name, not an IP address',
    /addresses: \["192\.0\.2\.1"\] and resolution: HostResolution/,
  ],
  [
    'an IPv4 address with a port',
    '192.0.2.1:80',
    'must be a DNS name, not an IP address',
    /\["192\.0\.2\.1"\] and resolution: HostResolution/,
  ],
  [
    'an IPv4 address with a trailing dot',
    '192.0.2.1.',
    'must be a DNS name, not an IP address',
    /\["192\.0\.2\.1"\] and resolution: HostResolution/,
  ],
  [
    'an IPv6 address',
    '2001:db8::1',
    'must be a DNS name, not an IP address',
    /\["2001:db8::1"\] and resolution: HostResolution/,
  ],
  [
    'an IPv6 address in brackets',
    '[2001:db8::1]:443',
    'must be a DNS name, not an IP address',
    /\["2001:db8::1"\] and resolution: HostResolution/,
  ],
  [
    'a URL of an IP address',
    'http://192.0.2.1/',
    'must be a DNS name, not a URL',
    /\["192\.0\.2\.1"\] and resolution: HostResolution/,
  ],
  ['a URL', 'https://api.example.com/v1', 'must be a DNS name, not a URL', /^write "api\.example\.com"$/],
  ['a URL with a user', 'https://me@api.example.com', 'must be a DNS name, not a URL', /^write "api\.example\.com"$/],
  ['a URL with a port', 'http://x.com:8080/', 'must be a DNS name, not a URL', /^write "x\.com", and port: 8080$/],
  ['a URL in upper case', 'HTTPS://a.example.com', 'must be a DNS name, not a URL', /^write "a\.example\.com"$/],
  ['a URL without a host', 'https://', 'must be a DNS name, not a URL', /^write the name that applications connect to/],
  ['a path', 'api.example.com/v1', 'must be a DNS name, not a URL', /^write "api\.example\.com"$/],
  [
    'a URL with a wildcard in its path',
    'https://a.example.com/*',
    'must be a DNS name, not a URL',
    /"a\.example\.com"$/,
  ],
  ['a query', 'api.example.com?x=1', 'must be a DNS name, not a URL', /^write "api\.example\.com"$/],
  ['a port and a path', 'x.com:8080/v1', 'must be a DNS name, not a URL', /^write "x\.com", and port: 8080$/],
  ['a port', 'x.com:8443', 'must be a DNS name without a port', /^write "x\.com", and port: 8443$/],
  ['a short name with a port', 'db:5432', 'must be a DNS name without a port', /such as "db\.example\.com"/],
  ['a short name', 'db', 'must have two or more labels', /such as "db\.example\.com".*Service of the namespace$/],
  ['a short name with a trailing dot', 'db.', 'must have two or more labels', /such as "db\.example\.com"/],
  ['a dot', '.', 'must have two or more labels', /such as "api\.example\.com"/],
  ['an empty name', '', 'must be a DNS name', /^write the name that applications connect to/],
  ['blanks', '  ', 'must be a DNS name', /^write the name that applications connect to/],
  ['a leading blank', ' a.example.com', 'must have labels of letters, digits and inner hyphens', /"a\.example\.com"$/],
  ['a line break', 'a.example.com\n', 'must have labels of letters, digits and inner hyphens', /"a\.example\.com"$/],
  [
    'a blank in a label',
    'a b.com',
    'must have labels of letters, digits and inner hyphens',
    /^correct the label "a b"$/,
  ],
  ['a leading hyphen', '-a.example.com', 'must have labels of letters, digits and inner hyphens', /"a\.example\.com"$/],
  [
    'a trailing hyphen',
    'a-.example.com',
    'must have labels of letters, digits and inner hyphens',
    /"a\.example\.com"$/,
  ],
  ['a name that is not ASCII', 'bücher.example', 'must be a DNS name in ASCII (Punycode)', /"xn--bcher-kva\.example"$/],
  ['another script', 'пример.рф', 'must be a DNS name in ASCII (Punycode)', /"xn--e1afmkfd\.xn--p1ai"$/],
  [
    'an underscore',
    'my_api.example.com',
    'cannot have an underscore',
    /CNAME record, and write that name; istiod rejects/,
  ],
  ['an empty label', 'api..example.com', 'cannot have an empty label', /^write "api\.example\.com"$/],
  ['a leading dot', '.example.com', 'cannot have an empty label', /^write "example\.com"$/],
  ['two trailing dots', 'example.com..', 'cannot have an empty label', /^write "example\.com"$/],
  ['a label of 64 characters', `${label(64)}.com`, 'must have labels of at most 63 characters', /of 64 characters$/],
  ['254 characters', long(4), 'must have at most 253 characters', /this name has 254$/],
  ['255 characters', long(5), 'must have at most 253 characters', /this name has 255$/],
  ['the local host', 'api.localhost', 'cannot be the local host', /^remove "api\.localhost"; .* the proxy itself$/],
  ['the local domain', 'a.localdomain.', 'cannot be the local host', /^remove "a\.localdomain\."/],
  ['a numeric top-level domain', 'a.example.123', 'cannot have a numeric top-level domain', /"123" as an IP address$/],
  ['a hexadecimal top-level domain', 'a.0x7f', 'cannot have a numeric top-level domain', /"0x7f" as an IP address$/],
])('Host.parse rejects %s and names the way out in the fix', (_, value, predicate, fix) => {
  const finding = findingOf(() => Host.parse(value));
  expect(finding).toMatchObject({ code: 'EGR0201', problem: `host ${predicate}`, got: JSON.stringify(value) });
  expect(finding.allowed).toBe('a full DNS name such as "api.example.com"');
  expect(finding.fix).toMatch(fix);
});

test.each([
  ['undefined', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a number', 42, '42'],
  ['an object', { host: 'a.b' }, '{"host":"a.b"}'],
])('Host.parse rejects %s in place of a text', (_, value, got) => {
  expect(findingOf(() => Host.parse(value, 'sni'))).toMatchObject({ problem: 'sni must be a DNS name', got });
});

test.each([
  ['a Lazy', Lazy.any({ produce: () => 'api.example.com' }) as unknown],
  ['an implicit token', { resolve: () => 'api.example.com' }],
  ['a token of cdktf', '${TfToken[TOKEN.0]}'],
  ['a token of the AWS CDK', '${Token[TOKEN.12]}'],
])('Host.parse rejects %s, because object names depend on the host', (_, value) => {
  expect(findingOf(() => Host.parse(value)).problem).toBe('host must be a literal');
});

test.each([
  ['*', 'api.example.com'],
  ['*.com', 'api.example.com'],
  ['*.co.uk', 'www.co.uk'],
  ['*.EXAMPLE.com', 'www.example.com'],
  ['*foo.com', 'api.example.com'],
  ['a.*.example.com', 'www.example.com'],
])('Host.parse rejects the wildcard %s where a full name is required', (value, written) => {
  expect(findingOf(() => Host.parse(value, 'sni'))).toMatchObject({
    code: 'EGR0202',
    problem: 'sni must be a full DNS name, not a wildcard',
    fix: `write a full name, such as "${written}"`,
  });
});

test.each([
  ['*', 'cannot be a wildcard for every host', /^list the hosts, or .*"\*\.example\.com"$/],
  ['*.', 'cannot be a wildcard for every host', /^list the hosts/],
  ['*.com', 'cannot be a wildcard for a top-level domain', /^list the hosts/],
  ['*foo.com', 'cannot have a "*" that is not the whole first label', /^write "eastfoo\.com", "westfoo\.com"/],
  ['a.*.com', 'cannot have a "*" that is not the whole first label', /^write "a\.east\.com", "a\.west\.com"/],
  ['api-*.Example.com', 'cannot have a "*" that is not the whole first label', /^write "api-east\.example\.com", /],
  ['*.*.example.com', 'cannot have a "*" that is not the whole first label', /^write "\*\.east\.example\.com", /],
  [
    '*.s3.*.amazonaws.com',
    'cannot have a "*" that is not the whole first label',
    /^write "\*\.s3\.east\.amazonaws\.com", "\*\.s3\.west\.amazonaws\.com" and so on: a host for each name in place of the "\*"$/,
  ],
  ['a_*.example.com', 'cannot have a "*" that is not the whole first label', /^list the hosts/],
  ['*._tcp.example.com', 'cannot have an underscore', /istiod rejects underscores$/],
])('Host.parsePattern rejects the wildcard %s', (value, predicate, fix) => {
  const finding = findingOf(() => Host.parsePattern(value, 'hosts[0]'));
  expect(finding).toMatchObject({ code: 'EGR0201', problem: `hosts[0] ${predicate}`, got: JSON.stringify(value) });
  expect(finding.fix).toMatch(fix);
});

test('Host.parsePattern proposes no wildcard that covers a name outside the rejected one', () => {
  const part = fc.constantFrom('*', 'a', 'b-*', '*c', 'd*e');
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 4 }), (parts) => {
      const text = [...parts, 'example', 'com'].join('.');
      fc.pre(text.includes('*', 1));
      const asked = new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.+')}$`);
      expect(writtenBy(findingOf(() => Host.parsePattern(text)).fix)).toMatch(asked);
    }),
  );
});

test('Host.parsePattern accepts a wildcard for all names below a domain', () => {
  const host = Host.parsePattern('*.Example.com.');
  expect([host.name, host.isWildcard, host.domain]).toEqual(['*.example.com', true, 'example.com']);
  expect(Host.parsePattern('a.example.com').isWildcard).toBe(false);
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
])('Host.parse reads %s as %s', (value, name) => {
  expect(Host.parse(value).name).toBe(name);
  expect(Host.parse(value).toString()).toBe(name);
});

test('Host.parse names in the fix for a URL, a port, a blank or a dot too many exactly the host that was meant', () => {
  const dressed = fc.constantFrom<(name: string) => string>(
    (name) => `https://${name}/v1?x=1`,
    (name) => `${name}:8443`,
    (name) => ` ${name}`,
    (name) => `${name}..`,
  );
  fc.assert(
    fc.property(
      validHosts.filter((name) => name.length < 250),
      dressed,
      (name, dress) => {
        expect(writtenBy(findingOf(() => Host.parse(dress(name))).fix)).toBe(name);
      },
    ),
  );
});

test('Host.parse accepts its own result, and rejects every other text with an EgressError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
      try {
        const { name } = Host.parse(text);
        expect(Host.parse(name).name).toBe(name);
      } catch (error) {
        expect((error as Error).name).toBe('EgressError');
      }
    }),
  );
});

test.each([
  'a'.repeat(100_000),
  '-'.repeat(100_000),
  'a-.'.repeat(50_000),
  '*'.repeat(100_000),
  `${'.'.repeat(100_000)}x`,
])('Host.parse rejects a very long text in less than a second (%#)', (text) => {
  const start = Date.now();
  findingOf(() => Host.parse(`x${text} `));
  expect(Date.now() - start).toBeLessThan(1000);
});

test.each([
  ['*.a.com', 'b.a.com', true],
  ['*.a.com', 'c.b.a.com', true],
  ['*.a.com', 'a.com', false],
  ['*.a.com', 'ba.com', false],
  ['a.com', 'b.a.com', false],
  ['a.com', 'a.com', false],
])('Host.covers returns whether %s is a wildcard for %s: %p', (pattern, name, expected) => {
  expect(Host.parsePattern(pattern).covers(name)).toBe(expected);
});

test('Host.isIn compares whole labels', () => {
  const host = Host.parse('api.example.com');
  expect(host.isIn('api.example.com')).toBe(true);
  expect(host.isIn('example.com')).toBe(true);
  expect(host.isIn('ample.com')).toBe(false);
  expect(host.isIn('www.api.example.com')).toBe(false);
});
