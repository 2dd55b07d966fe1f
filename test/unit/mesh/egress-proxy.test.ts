import { isToldByInnerName, loopbackName, loopbackPort, undeclaredName } from '../../../lib/mesh/egress-proxy';
import { ExternalHost, ExternalPort } from '../../../lib/mesh/external-host';
import { refuseInternalHost } from '../../../lib/mesh/gateway';
import { Host } from '../../../lib/host/host';
import { Source } from '../../../lib/mesh/source';
import { DIRECT_443, externalHost, FACTS, HTTP_80, messageOf, TLS_443 } from '../help';

const to = (...sources: Source[]): ExternalPort => ({ ...TLS_443, access: { sources, operations: [] } });
const ANYONE: Source = { kind: 'anyone' };
const PAYMENTS: Source = { kind: 'namespace', namespace: 'payments' };

function host(name: string, ports: readonly ExternalPort[]): ExternalHost {
  return { ...externalHost(ports), host: Host.parsePattern(name) };
}

describe('the names of what strict sidecars do not know', () => {
  const gateway = { ...FACTS, namespace: 'istio-egress', serviceName: 'egress', clusterDomain: 'k8s.internal' };

  test('follow from the gateway alone, and differ', () => {
    expect([undeclaredName(gateway), loopbackName(gateway)]).toEqual([
      'undeclared.egress.istio-egress.svc.k8s.internal',
      'loopback.egress.istio-egress.svc.k8s.internal',
    ]);
  });

  test.each([undeclaredName(gateway), loopbackName(gateway)])(
    'are no host of a route, nor below a wildcard: %s',
    (name) => {
      const labels = name.split('.');
      const wildcards = labels.slice(1, -1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
      expect(wildcards).toHaveLength(4);
      for (const pattern of [name, ...wildcards]) {
        expect(messageOf(() => refuseInternalHost(gateway, Host.parsePattern(pattern)))).toContain('; fix: remove it');
      }
    },
  );
});

describe('the loopback port', () => {
  const used = (...ports: [number, number, number, number]) => ({
    ...FACTS,
    httpPort: { port: ports[0], targetPort: ports[1] },
    tlsPort: { port: ports[2], targetPort: ports[3] },
  });

  test.each([
    [FACTS, 15444],
    [used(15444, 8080, 443, 8443), 15445],
    [used(80, 15444, 443, 8443), 15445],
    [used(80, 8080, 15444, 15445), 15446],
    [used(15447, 15446, 15445, 15444), 15448],
  ])('is one that the gateway does not use', (gateway, port) => {
    expect(loopbackPort(gateway)).toBe(port);
  });
});

describe('a host is told by the name inside', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['of TLS that nobody said anything of', [TLS_443], true],
    ['of TLS for anyone', [to(ANYONE)], true],
    ['of TLS for anyone and somebody', [to(ANYONE, PAYMENTS)], true],
    ['of TLS for somebody', [to(PAYMENTS)], false],
    ['of TLS on another port', [{ ...TLS_443, number: 8443 }], true],
    ['of TLS on the loopback port, where it would come around', [{ ...TLS_443, number: 15444 }], false],
    ['of HTTP', [HTTP_80], false],
    ['of HTTP and TLS', [HTTP_80, TLS_443], false],
    ['of TCP', [{ ...TLS_443, protocol: 'TCP' }], false],
    ['with a port around the gateway', [DIRECT_443], false],
    ['without a port', [], false],
  ])('%s: %p', (_, ports, told) => {
    expect(isToldByInnerName(host('a.com', ports), [])).toBe(told);
  });

  test('on 15444 where the loopback port is another', () => {
    const external = { ...host('a.com', [{ ...TLS_443, number: 15444 }]) };
    const gateway = { ...FACTS, tlsPort: { port: 15444, targetPort: 8443 } };
    expect(isToldByInnerName({ ...external, gateway }, [])).toBe(true);
  });

  test.each<[string, ExternalHost[], boolean]>([
    ['nothing', [], true],
    ['a host for anybody', [host('x.a.com', [TLS_443])], true],
    ['a host for somebody', [host('x.a.com', [to(PAYMENTS)])], false],
    ['a host for somebody, deeper', [host('y.x.a.com', [to(PAYMENTS)])], false],
    ['a wildcard for somebody', [host('*.x.a.com', [to(PAYMENTS)])], false],
    ['a host for somebody, also of HTTP', [host('x.a.com', [HTTP_80, to(PAYMENTS)])], false],
    ['a host that has HTTP for somebody', [host('x.a.com', [{ ...to(PAYMENTS), number: 80, protocol: 'HTTP' }])], true],
    ['a host for somebody elsewhere', [host('x.ba.com', [to(PAYMENTS)])], true],
  ])('of a wildcard with %s below it: %p', (_, below, told) => {
    const wildcard = host('*.a.com', [TLS_443]);
    expect(isToldByInnerName(wildcard, [wildcard, ...below])).toBe(told);
    expect(isToldByInnerName(host('z.a.com', [TLS_443]), below)).toBe(true);
  });
});
