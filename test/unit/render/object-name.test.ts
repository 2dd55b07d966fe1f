import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hostObjectNames, subsetName, HostObjectNames } from '../../../lib/render/istio/object-names';
import { Host } from '../../../lib/host/host';
import { objectName, podsName, slug } from '../../../lib/render/object-name';
import { validHosts } from '../mesh/hosts';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const namesOf = (host: string): HostObjectNames => hostObjectNames(Host.parsePattern(host));

const subsetOf = (host: string): string => subsetName(Host.parse(host));

describe('names of objects', () => {
  test.each([
    ['edition.cnn.com', 'edition-cnn-com'],
    ['a-b.com', 'a--b-com'],
    ['a.b.com', 'a-b-com'],
    ['xn--p1ai.example', 'xn----p1ai-example'],
  ])('the slug of %s is %s', (name, expected) => {
    expect(slug(name)).toBe(expected);
  });

  test('of a host are as documented', () => {
    expect(namesOf('edition.cnn.com')).toEqual({
      identityFilter: 'egress-identity-edition-cnn-com',
      addressFilter: 'egress-addresses-edition-cnn-com',
      credentialFilter: 'egress-credential-edition-cnn-com',
      cidrFilter: 'egress-cidrs-edition-cnn-com',
      allowPolicy: 'egress-allow-edition-cnn-com',
      minimumTls: 'egress-tls-edition-cnn-com',
      tunnel: 'egress-tunnel-edition-cnn-com',
      upstreamRule: 'egress-upstream-edition-cnn-com',
      requestFilter: 'egress-requests-edition-cnn-com',
      serviceEntry: 'external-edition-cnn-com',
      gateway: 'egress-server-edition-cnn-com',
      destinationRule: 'egress-subset-edition-cnn-com',
      virtualService: 'egress-route-edition-cnn-com',
    });
  });

  test('of 63 characters are unchanged, and names of 64 characters end in a hash of the full name', () => {
    const fits = `egress-${'x'.repeat(56)}`;
    const tooLong = `egress-${'x'.repeat(57)}`;
    expect(objectName('egress', 'x'.repeat(56))).toBe(fits);
    const hash = createHash('sha256').update(tooLong).digest('hex').slice(0, 10);
    const cut = objectName('egress', 'x'.repeat(57));
    expect(cut).toHaveLength(63);
    expect(cut.startsWith(`egress-${'x'.repeat(40)}`)).toBe(true);
    expect(cut.endsWith(`-${hash}`)).toBe(true);
  });

  test('of wildcards differ from the names of every host', () => {
    expect(namesOf('*.cnn.com')).toMatchObject({ serviceEntry: 'external-any---cnn-com' });
    expect(subsetName(Host.parsePattern('*.cnn.com'))).toBe('any---cnn-com');
    for (const host of ['any.cnn.com', 'any-cnn.com', 'any--cnn.com', 'any---cnn.com']) {
      expect(slug(host)).not.toBe(slug('*.cnn.com'));
    }
  });

  test('of hosts that differ in case only are equal', () => {
    expect(namesOf('API.example.com')).toEqual(namesOf('api.example.com'));
  });

  test('of different hosts differ, are DNS-1123 labels and have at most 63 characters', () => {
    fc.assert(
      fc.property(fc.uniqueArray(validHosts, { minLength: 2, maxLength: 20 }), (hosts) => {
        const all = hosts.map(namesOf);
        for (const key of Object.keys(namesOf('a.com')) as (keyof HostObjectNames)[]) {
          const names = all.map((one) => one[key]);
          expect(new Set(names).size).toBe(hosts.length);
          expect(names.filter((name) => name.length > 63 || !DNS_LABEL.test(name))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of one host differ for each kind, also if they are shortened', () => {
    fc.assert(
      fc.property(validHosts, (host) => {
        const names = Object.values(namesOf(host));
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test.each(['a', 'b'])('of hosts of 253 characters with the same first 249 characters differ (%s)', (letter) => {
    const start = ['a', 'b', 'c'].map((part) => part.repeat(63)).join('.');
    const long = (last: string): string => `${start}.${letter.repeat(57)}.${last}`;
    expect(long('com')).toHaveLength(253);
    expect(namesOf(long('com')).gateway).not.toBe(namesOf(long('org')).gateway);
  });

  test('of a host that looks like the shortened name of another host differ', () => {
    const long = `${'a'.repeat(40)}.${'b'.repeat(40)}.com`;
    const subset = subsetOf(long);
    const short = subset.replaceAll(/(?<!-)-(?!-)/g, '.');
    expect(subsetOf(short)).not.toBe(subset);
  });
});

describe('names of pods with labels in a namespace', () => {
  test('are the namespace without labels, and else the values of the labels and a hash of the labels', () => {
    expect(podsName('default', {})).toBe('default');
    expect(podsName('default', { tier: 'Web_1', app: 'reports' })).toMatch(/^default-reports-web-1---[0-9a-f]{10}$/);
  });

  test('do not depend on the order of the labels', () => {
    expect(podsName('default', { a: '1', b: '2' })).toBe(podsName('default', { b: '2', a: '1' }));
  });

  test('are DNS labels that differ for different labels', () => {
    const selectors: readonly Record<string, string>[] = [
      { a: 'x' },
      { b: 'x' },
      { a: 'X' },
      { a: 'x-' },
      { a: '' },
      { a: 'x', b: '' },
      { a: '', b: 'x' },
    ];
    const names = selectors.map((labels) => objectName('egress-sidecar', podsName('n'.repeat(20), labels)));
    expect(new Set(names).size).toBe(selectors.length);
    for (const name of names) expect(name).toMatch(DNS_LABEL);
  });
});
