import { GatewayFacts } from '../../../lib/mesh/gateway';
import { GatewayRegistry } from '../../../lib/mesh/gateway-registry';
import { FACTS, fixIn, messageOf } from '../help';

interface Described {
  readonly facts?: Partial<GatewayFacts>;
  readonly deploys?: boolean;
}

function register(...described: readonly Described[]): void {
  const registry = new GatewayRegistry();
  described.forEach(({ facts, deploys = false }, index) => {
    registry.register({ ...FACTS, ...facts }, `chart/g${index}`, deploys ? 'construct' : 'installer');
  });
}

describe('GatewayRegistry', () => {
  const contradictions: [string, Partial<GatewayFacts>, RegExp][] = [
    ['selector', { selector: { istio: 'other' } }, /different selector/],
    ['cluster domain', { clusterDomain: 'example.internal' }, /different clusterDomain/],
    ['Service port for HTTP', { httpPort: { port: 8080, targetPort: 8080 } }, /different httpPort/],
    ['target port for HTTP', { httpPort: { port: 80, targetPort: 80 } }, /different httpPort/],
    ['Service port for TLS', { tlsPort: { port: 8443, targetPort: 8443 } }, /different tlsPort/],
    ['target port for TLS', { tlsPort: { port: 443, targetPort: 443 } }, /different tlsPort/],
    ['mode of client TLS', { clientTls: 'DISABLE' }, /different clientTls/],
  ];

  test.each(contradictions)('refuses a second %s of one Service, in either order', (_, facts, problem) => {
    for (const both of [
      [{}, { facts }],
      [{ facts }, {}],
    ]) {
      const message = messageOf(() => register(...both));
      expect(message).toMatch(problem);
      expect(message).toContain('istio-system/istio-egressgateway');
      expect(message).toContain('got ["chart/g0","chart/g1"]');
      expect(fixIn(message)).toMatch(/pass one construct to both/);
    }
  });

  test('refuses two modes of client TLS for one set of pods behind two Services', () => {
    const other = { namespace: 'istio-egress', serviceName: 'second', clientTls: 'DISABLE' } as const;
    const message = messageOf(() => register({}, { facts: other }));
    expect(message).toMatch(/different clientTls.*"chart\/g0","chart\/g1".*give the pods another selector/);
  });

  test('refuses HTTP and TLS on one port of one set of pods behind two Services: Istio drops one of the servers', () => {
    const swapped = { serviceName: 'second', httpPort: FACTS.tlsPort, tlsPort: FACTS.httpPort };
    const message = messageOf(() => register({}, { facts: swapped }));
    expect(message).toMatch(/"chart\/g0","chart\/g1"/);
    expect(fixIn(message)).toMatch(/selector/);
  });

  test('refuses HTTP and TLS on one Service port also when the target ports differ: Istio opens only one of them', () => {
    // `resolvePorts` in istio.io/istio pilot/pkg/model/gateway.go: a Gateway object names the Service port, without the Service.
    const other = { httpPort: { port: 443, targetPort: 9080 }, tlsPort: { port: 444, targetPort: 9443 } };
    const message = messageOf(() => register({}, { facts: { serviceName: 'second', ...other } }));
    expect(message).toMatch(/"chart\/g0","chart\/g1"/);
  });

  test("refuses two modes of client TLS where one selector includes the other's pods", () => {
    const narrower = { ...FACTS.selector, app: 'second' };
    const facts = { serviceName: 'second', selector: narrower, clientTls: 'DISABLE' } as const;
    for (const both of [
      [{}, { facts }],
      [{ facts }, {}],
    ]) {
      expect(messageOf(() => register(...both))).toMatch(/different clientTls.*"chart\/g0","chart\/g1"/);
    }
  });

  test('refuses one gateway deployed twice', () => {
    const message = messageOf(() => register({ deploys: true }, { deploys: true }));
    expect(message).toMatch(/istio-system\/istio-egressgateway is deployed twice.*"chart\/g0","chart\/g1"/);
    expect(fixIn(message)).toMatch(/fromExisting.*or give it another serviceName/);
  });

  test.each<[string, Described[]]>([
    ['one gateway described twice in the same words', [{}, {}, {}]],
    ['a deployed gateway that others describe', [{}, { deploys: true }, {}]],
    [
      'two gateways of different pods',
      [{}, { facts: { serviceName: 'b', selector: { istio: 'b' }, clientTls: 'DISABLE' } }],
    ],
    ['one Service name in two namespaces', [{}, { facts: { namespace: 'b', selector: { istio: 'b' } } }]],
    ['two Services of one set of pods that agree', [{}, { facts: { serviceName: 'b' } }]],
  ])('takes %s', (_, described) => {
    expect(() => register(...described)).not.toThrow();
  });

  test("a gateway is first described once, and foreign as long as nobody describes it as this mesh's own", () => {
    const registry = new GatewayRegistry();
    expect(registry.register(FACTS, 'a', 'somebody else')).toBe(true);
    expect(registry.register({ ...FACTS }, 'b', 'somebody else')).toBe(false);
    expect(registry.isForeign(FACTS)).toBe(true);
    registry.register(FACTS, 'c', 'installer');
    expect(registry.isForeign(FACTS)).toBe(false);
  });
});
