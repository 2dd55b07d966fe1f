import fc from 'fast-check';
import {
  cidrsPortFilterName,
  connectFilterName,
  defaultDenyPolicyName,
  hostObjectNames,
} from '../../../../lib/render/istio/object-names';
import { Host } from '../../../../lib/host/host';
import { objectName } from '../../../../lib/render/object-name';
import { validHosts } from '../../mesh/hosts';

const namesOf = (name: string) => hostObjectNames(Host.parse(name));

/** Returns the names of all objects of a host. The subset is not an object. */
function objectNamesOf(name: string): string[] {
  return Object.entries(namesOf(name)).flatMap(([key, value]) => (key === 'subset' ? [] : [value as string]));
}

/** The prefixes of the names of all objects that the library writes into the namespaces of gateways. */
const PREFIXES = [
  ...objectNamesOf('x.y').map((name) => name.replace(/x-y$/, '')),
  defaultDenyPolicyName('x').replace(/x$/, ''),
  connectFilterName('x').replace(/x$/, ''),
  cidrsPortFilterName('x').replace(/x$/, ''),
  'egress-access-log-',
  'egress-lockdown-',
];

describe('names of objects', () => {
  test('follow from the host, as documented', () => {
    expect(namesOf('edition.cnn.com')).toMatchObject({
      allowPolicy: 'egress-allow-edition-cnn-com',
      upstreamRule: 'egress-upstream-edition-cnn-com',
      minimumTls: 'egress-tls-edition-cnn-com',
    });
    expect(defaultDenyPolicyName('istio-egressgateway')).toBe('egress-deny-istio-egressgateway');
  });

  test('have prefixes of which none begins with another', () => {
    expect(new Set(PREFIXES).size).toBe(PREFIXES.length);
    expect(PREFIXES).toHaveLength(18);
    for (const prefix of PREFIXES) {
      expect(PREFIXES.filter((other) => other !== prefix && other.startsWith(prefix))).toEqual([]);
    }
  });

  test('of one host are different DNS-1123 labels, also if they are shortened', () => {
    fc.assert(
      fc.property(validHosts, (host) => {
        const names = objectNamesOf(host);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      }),
    );
  });

  test('of two hosts differ for all kinds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(validHosts, { minLength: 2, maxLength: 6 }), (hosts) => {
        const names = hosts.flatMap(objectNamesOf);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test('of an ALLOW policy and a default deny policy differ for every host and Service', () => {
    const service = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    fc.assert(
      fc.property(validHosts, service, (host, serviceName) => {
        const deny = defaultDenyPolicyName(serviceName);
        expect(namesOf(host).allowPolicy).not.toBe(deny);
        expect(deny).toBe(objectName('egress-deny', serviceName));
        expect(deny.length).toBeLessThanOrEqual(63);
      }),
    );
  });

  test('of gateways with long names that differ at the end only differ', () => {
    const [a, b] = ['a', 'b'].map((end) => defaultDenyPolicyName(`${'x'.repeat(62)}${end}`));
    expect(a).not.toBe(b);
    expect(a).toMatch(/^egress-deny-x+---[0-9a-f]{10}$/);
  });
});
