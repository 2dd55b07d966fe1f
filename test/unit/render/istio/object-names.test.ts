import fc from 'fast-check';
import { denyPolicyName, hostObjectNames } from '../../../../lib/render/istio/object-names';
import { Host } from '../../../../lib/host/host';
import { objectName } from '../../../../lib/render/object-name';
import { validHosts } from '../../mesh/hosts';

const namesOf = (name: string) => hostObjectNames(Host.parse(name));

/** Every name of an object of a host, but not that of the subset, which is none. */
function objectNamesOf(name: string): string[] {
  return Object.entries(namesOf(name)).flatMap(([key, value]) => (key === 'subset' ? [] : [value as string]));
}

/** What stands before the host or the Service in the names of all objects that this library writes beside its gateways. */
const PREFIXES = [
  ...objectNamesOf('x.y').map((name) => name.replace(/x-y$/, '')),
  denyPolicyName('x').replace(/x$/, ''),
  'egress-access-log-',
  'egress-lockdown-',
];

describe('the names of what is written where routes ask for it', () => {
  test('are part of the contract', () => {
    expect(namesOf('edition.cnn.com')).toMatchObject({
      allowPolicy: 'egress-allow-edition-cnn-com',
      originationRule: 'egress-origination-edition-cnn-com',
      minimumTls: 'egress-tls-edition-cnn-com',
    });
    expect(denyPolicyName('istio-egressgateway')).toBe('egress-deny-istio-egressgateway');
  });

  test('begin differently: no prefix begins with another', () => {
    expect(new Set(PREFIXES).size).toBe(PREFIXES.length);
    expect(PREFIXES).toHaveLength(11);
    for (const prefix of PREFIXES) {
      expect(PREFIXES.filter((other) => other !== prefix && other.startsWith(prefix))).toEqual([]);
    }
  });

  test('of one host differ from kind to kind, also when they are cut, and are DNS-1123 labels', () => {
    fc.assert(
      fc.property(validHosts, (host) => {
        const names = objectNamesOf(host);
        expect(new Set(names).size).toBe(8);
        for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      }),
    );
  });

  test('of two hosts differ, whatever their kinds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(validHosts, { minLength: 2, maxLength: 6 }), (hosts) => {
        const names = hosts.flatMap(objectNamesOf);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test('a policy that allows and one that denies never share a name, whatever the host and the Service', () => {
    const service = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    fc.assert(
      fc.property(validHosts, service, (host, serviceName) => {
        const deny = denyPolicyName(serviceName);
        expect(namesOf(host).allowPolicy).not.toBe(deny);
        expect(deny).toBe(objectName('egress-deny', serviceName));
        expect(deny.length).toBeLessThanOrEqual(63);
      }),
    );
  });

  test('of gateways with long names that only end differently differ', () => {
    const [a, b] = ['a', 'b'].map((end) => denyPolicyName(`${'x'.repeat(62)}${end}`));
    expect(a).not.toBe(b);
    expect(a).toMatch(/^egress-deny-x+---[0-9a-f]{10}$/);
  });
});
