import fc from 'fast-check';
import { EgressPlan } from '../../../lib/mesh/egress-plan';
import { ClaimedPort } from '../../../lib/mesh/external-host';
import { Host } from '../../../lib/host/host';
import { HostClaim } from '../../../lib/mesh/host-claim';
import { Source } from '../../../lib/mesh/source';
import { DIRECT_443, FACTS, HTTP_80, messageOf, TLS_443 } from '../help';

const PAYMENTS: Source = { kind: 'namespace', namespace: 'payments' };
const API: Source = { kind: 'serviceAccount', namespace: 'payments', name: 'api' };
const ANYONE: Source = { kind: 'anyone' };
const OTHER_GATEWAY = { ...FACTS, namespace: 'istio-egress', serviceName: 'other', selector: { istio: 'other' } };
const CNN = Host.parse('edition.cnn.com');

function claim(owner: string, ports: readonly ClaimedPort[], over: Partial<HostClaim> = {}): HostClaim {
  return {
    owner,
    chart: 'chart',
    namespace: 'default',
    gateway: FACTS,
    host: CNN,
    ports,
    visibility: 'everyone',
    ...over,
  };
}

function plan(...claims: readonly HostClaim[]): EgressPlan {
  const made = new EgressPlan();
  for (const one of claims) made.claim(one);
  return made;
}

describe('EgressPlan', () => {
  const conflicts: [string, HostClaim, HostClaim, RegExp, RegExp][] = [
    [
      'one port twice',
      claim('chart/a', [TLS_443]),
      claim('chart/b', [TLS_443]),
      /host edition\.cnn\.com port 443 is claimed twice/,
      /remove the host or the port from one/,
    ],
    [
      'one port in two protocols',
      claim('chart/a', [{ number: 8080, protocol: 'HTTP', way: 'gateway' }]),
      claim('chart/b', [{ number: 8080, protocol: 'TLS', way: 'gateway' }]),
      /port 8080 is claimed twice/,
      /remove the host or the port from one/,
    ],
    [
      'one port through the gateway and around it',
      claim('chart/a', [HTTP_80, DIRECT_443]),
      claim('chart/b', [TLS_443]),
      /port 443 is claimed twice/,
      /remove the host or the port from one/,
    ],
    [
      'two HTTP ports, which the gateway could not tell apart',
      claim('chart/a', [HTTP_80]),
      claim('chart/b', [{ number: 8080, protocol: 'HTTP', way: 'gateway' }]),
      /has two HTTP ports, (80 and 8080|8080 and 80), on one gateway port/,
      /route one of the ports, or use a second gateway/,
    ],
    [
      'two TLS ports, which the gateway could not tell apart',
      claim('chart/a', [TLS_443]),
      claim('chart/b', [{ number: 8443, protocol: 'TLS', way: 'gateway' }]),
      /has two TLS ports/,
      /route one of the ports, or use a second gateway/,
    ],
    [
      'two ways of export',
      claim('chart/a', [HTTP_80]),
      claim('chart/b', [TLS_443], { visibility: 'sources' }),
      /is exported in two ways/,
      /give both routes the same exportTo/,
    ],
    [
      'two gateways',
      claim('chart/a', [HTTP_80]),
      claim('chart/b', [TLS_443], { gateway: OTHER_GATEWAY }),
      /through two gateways, .*istio-system\/istio-egressgateway/,
      /give both routes the same gateway/,
    ],
    [
      'two charts',
      claim('chart/a', [HTTP_80]),
      claim('other/b', [TLS_443], { chart: 'other' }),
      /is routed in two charts/,
      /put both routes in one chart/,
    ],
  ];

  test.each(conflicts)('refuses %s in either order, and names both owners', (_, a, b, problem, fix) => {
    for (const [first, second] of [
      [a, b],
      [b, a],
    ] as const) {
      const message = messageOf(() => plan(first, second));
      expect(message).toMatch(problem);
      expect(message).toContain(`got ${JSON.stringify([first.owner, second.owner])}`);
      expect(message).toMatch(fix);
    }
  });

  test.each([
    ['HTTP and TLS', [HTTP_80], [TLS_443]],
    ['a direct port beside TLS through the gateway', [HTTP_80, { ...DIRECT_443, number: 8443 }], [TLS_443]],
    ['two direct ports', [HTTP_80, DIRECT_443, { ...DIRECT_443, number: 8443 }], []],
  ])('puts %s of one host together', (_, a: ClaimedPort[], b: ClaimedPort[]) => {
    const numbers = [...a, ...b].map((port) => port.number).sort((x, y) => x - y);
    const made = plan(claim('chart/a', a), claim('chart/b', b));
    expect(made.externalHost(CNN, FACTS).ports.map((port) => port.number)).toEqual(numbers);
  });

  test('says the same of a host whatever the order of the claims', () => {
    const claims = [
      claim('chart/a', [HTTP_80, { ...DIRECT_443, number: 9443 }]),
      claim('chart/b', [TLS_443]),
      claim('chart/c', [TLS_443], { host: Host.parse('api.example.com') }),
    ];
    const hosts = [...new Set(claims.map((one) => one.host.name))].map((name) => Host.parse(name));
    const said = (made: EgressPlan): unknown => hosts.map((host) => made.externalHost(host, FACTS));
    fc.assert(
      fc.property(fc.shuffledSubarray(claims, { minLength: claims.length }), (shuffled) => {
        expect(said(plan(...shuffled))).toEqual(said(plan(...claims)));
      }),
    );
  });

  test('keeps the claims on different hosts apart', () => {
    const api = Host.parse('api.example.com');
    const made = plan(claim('chart/a', [TLS_443]), claim('chart/b', [TLS_443], { host: api, gateway: OTHER_GATEWAY }));
    expect(made.externalHost(api, OTHER_GATEWAY).gateway).toBe(OTHER_GATEWAY);
    expect(made.externalHost(CNN, FACTS).gateway).toBe(FACTS);
  });

  test('knows which gateways have routes, by Service, whoever described them', () => {
    const made = plan(claim('chart/a', [TLS_443], { gateway: { ...FACTS } }));
    expect(made.routesThrough(FACTS).map(({ owner }) => owner)).toEqual(['chart/a']);
    expect(made.routesThrough({ ...FACTS, namespace: 'elsewhere' })).toEqual([]);
    expect(made.routesThrough(OTHER_GATEWAY)).toEqual([]);
  });

  test('knows nothing of a host that no route claims', () => {
    expect(messageOf(() => plan().externalHost(Host.parse('a.com'), FACTS))).toBe(
      'no route claims a.com through istio-system/istio-egressgateway',
    );
  });

  test('gives each port what its own route said of who may use it, whenever that was said', () => {
    const made = new EgressPlan();
    made.allowFrom('chart/a', [PAYMENTS]);
    made.claim(claim('chart/a', [TLS_443]));
    made.claim(claim('chart/b', [HTTP_80]));
    made.allowFrom('chart/b', [ANYONE]);
    made.allowFrom('chart/a', [API, PAYMENTS]);
    made.allow('chart/b', [{ methods: ['GET'], paths: [] }]);
    const { ports } = made.externalHost(CNN, FACTS);
    expect(ports.map(({ access }) => access)).toEqual([
      { sources: [ANYONE], operations: [{ methods: ['GET'], paths: [] }] },
      { sources: [PAYMENTS, API], operations: [] },
    ]);
  });

  test('narrows a host to the namespaces of the sources of all its routes, and the gateway', () => {
    const made = plan(
      claim('chart/a', [TLS_443], { visibility: 'sources' }),
      claim('chart/b', [HTTP_80], { visibility: 'sources' }),
    );
    made.allowFrom('chart/a', [PAYMENTS, API]);
    made.allowFrom('chart/b', [{ kind: 'namespace', namespace: 'zoo' }]);
    expect(made.externalHost(CNN, FACTS).exportTo).toEqual(['istio-system', 'payments', 'zoo']);
    expect(plan(claim('chart/a', [TLS_443])).externalHost(CNN, FACTS)).not.toHaveProperty('exportTo');
  });

  test('lists hosts by name', () => {
    const made = plan(claim('a', [TLS_443]), claim('b', [TLS_443], { host: Host.parse('a.com') }));
    expect(made.externalHosts().map(({ host }) => host.name)).toEqual(['a.com', 'edition.cnn.com']);
  });
});
