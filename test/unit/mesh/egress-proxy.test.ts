import { isMatchedByInnerSni, loopbackHost, loopbackPort, egressProxySni } from '../../../lib/mesh/egress-proxy';
import { DYNAMIC_DNS } from '../../../lib/mesh/resolution';
import { ExternalHost, ExternalPort } from '../../../lib/mesh/external-host';
import { assertExternalHost } from '../../../lib/mesh/assert-external-host';
import { Host } from '../../../lib/host/host';
import { Source } from '../../../lib/mesh/source';
import { DIRECT_443, externalHost, GATEWAY, HTTP_80, messageOf, TLS_443 } from '../help';

const to = (...sources: Source[]): ExternalPort => ({ ...TLS_443, access: { sources, operations: [] } });
const ANYONE: Source = { kind: 'anyAuthenticated' };
const PAYMENTS: Source = { kind: 'namespace', namespace: 'payments' };

function host(name: string, ports: readonly ExternalPort[]): ExternalHost {
  return { ...externalHost(ports), host: Host.parsePattern(name) };
}

describe('the host names of the egress proxy', () => {
  const gateway = { ...GATEWAY, namespace: 'istio-egress', serviceName: 'egress', clusterDomain: 'k8s.internal' };

  test('follow from the gateway alone, and are different', () => {
    expect([egressProxySni(gateway), loopbackHost(gateway)]).toEqual([
      'undeclared.egress.istio-egress.svc.k8s.internal',
      'loopback.egress.istio-egress.svc.k8s.internal',
    ]);
  });

  test.each([egressProxySni(gateway), loopbackHost(gateway)])(
    'cannot be a host of a route, or below a wildcard of one: %s',
    (name) => {
      const labels = name.split('.');
      const wildcards = labels.slice(1, -1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
      expect(wildcards).toHaveLength(4);
      for (const pattern of [name, ...wildcards]) {
        expect(messageOf(() => assertExternalHost(gateway, Host.parsePattern(pattern)))).toMatch(/^EGR0203: /);
      }
    },
  );
});

describe('loopbackPort', () => {
  const used = (...ports: [number, number, number, number]) => ({
    ...GATEWAY,
    httpPort: { port: ports[0], targetPort: ports[1] },
    tlsPort: { port: ports[2], targetPort: ports[3] },
  });

  test.each([
    [GATEWAY, 15444],
    [used(15444, 8080, 443, 8443), 15445],
    [used(80, 15444, 443, 8443), 15445],
    [used(80, 8080, 15444, 15445), 15446],
    [used(15447, 15446, 15445, 15444), 15448],
  ])('is a port that the gateway does not use (%#)', (gateway, port) => {
    expect(loopbackPort(gateway)).toBe(port);
  });
});

describe('isMatchedByInnerSni, for a host', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['with TLS and without sources', [TLS_443], true],
    ['with TLS for anyAuthenticated()', [to(ANYONE)], true],
    ['with TLS for anyAuthenticated() and a namespace', [to(ANYONE, PAYMENTS)], true],
    ['with TLS for a namespace', [to(PAYMENTS)], false],
    ['with TLS on another port', [{ ...TLS_443, number: 8443 }], true],
    ['with TLS on the loopback port, which would be a loop', [{ ...TLS_443, number: 15444 }], false],
    ['with HTTP', [HTTP_80], false],
    ['with HTTP and TLS', [HTTP_80, TLS_443], false],
    ['with TCP', [{ ...TLS_443, protocol: 'TCP' }], false],
    ['with a direct port', [DIRECT_443], false],
    ['without ports', [], false],
  ])('%s, is %p', (_, ports, isMatched) => {
    expect(isMatchedByInnerSni(host('a.com', ports), [])).toBe(isMatched);
  });

  test('is false if the gateway resolves the requested name, and has servers for each port of the wildcard', () => {
    expect(isMatchedByInnerSni({ ...host('*.a.com', [TLS_443]), resolution: DYNAMIC_DNS }, [])).toBe(false);
  });

  test('is true on port 15444 if the loopback port is another port', () => {
    const external = { ...host('a.com', [{ ...TLS_443, number: 15444 }]) };
    const gateway = { ...GATEWAY, tlsPort: { port: 15444, targetPort: 8443 } };
    expect(isMatchedByInnerSni({ ...external, gateway }, [])).toBe(true);
  });

  test.each<[string, ExternalHost[], boolean]>([
    ['nothing', [], true],
    ['a host without sources', [host('x.a.com', [TLS_443])], true],
    ['a host for a namespace', [host('x.a.com', [to(PAYMENTS)])], false],
    ['a host for a namespace, two labels down', [host('y.x.a.com', [to(PAYMENTS)])], false],
    ['a wildcard for a namespace', [host('*.x.a.com', [to(PAYMENTS)])], false],
    ['a host with HTTP, and with TLS for a namespace', [host('x.a.com', [HTTP_80, to(PAYMENTS)])], false],
    ['a host with HTTP for a namespace', [host('x.a.com', [{ ...to(PAYMENTS), number: 80, protocol: 'HTTP' }])], true],
    ['a host for a namespace in another domain', [host('x.ba.com', [to(PAYMENTS)])], true],
  ])('is right for a wildcard with %s below it: %p', (_, below, isMatched) => {
    const wildcard = host('*.a.com', [TLS_443]);
    expect(isMatchedByInnerSni(wildcard, [wildcard, ...below])).toBe(isMatched);
    expect(isMatchedByInnerSni(host('z.a.com', [TLS_443]), below)).toBe(true);
  });
});
