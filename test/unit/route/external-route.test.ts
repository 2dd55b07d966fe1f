import { App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  ExportTo,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTlsRoute,
  IEgressGateway,
} from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, ofKind, only } from '../help';

const KINDS = ['DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'];
const existing = (chart: Chart): IEgressGateway => EgressGateway.fromExisting(chart, 'gateway');

function http(chart: Chart, props: Partial<ExternalHttpRouteProps> = {}, id = 'route'): ExternalHttpRoute {
  return new ExternalHttpRoute(chart, id, { gateway: existing(chart), hosts: ['edition.cnn.com'], ...props });
}

const portsIn = (chart: Chart): unknown => only(chart, 'ServiceEntry').spec?.['ports'];

describe.each([
  ['ExternalHttpRoute', ExternalHttpRoute, 80],
  ['ExternalTlsRoute', ExternalTlsRoute, 443],
] as const)('%s', (_, Route, port) => {
  test.each([ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE])(
    'with %s writes the four objects, each in its place',
    (mode) => {
      const chart = newChart('team');
      const gateway = EgressGateway.fromExisting(chart, 'gateway', { clientTls: mode });
      new Route(chart, 'route', { gateway, hosts: ['edition.cnn.com'] });
      expect(manifestsOf(chart).map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
        ['DestinationRule', 'istio-system', 'egress-subset-edition-cnn-com'],
        ['Gateway', 'istio-system', 'egress-server-edition-cnn-com'],
        ['VirtualService', 'team', 'egress-route-edition-cnn-com'],
        ['ServiceEntry', 'team', 'external-edition-cnn-com'],
      ]);
    },
  );

  test('has its usual port', () => {
    const chart = newChart();
    const route = new Route(chart, 'route', { gateway: existing(chart), hosts: ['edition.cnn.com'] });
    expect(route.port).toBe(port);
    expect(portsIn(chart)).toEqual([expect.objectContaining({ number: port })]);
  });

  test('holds its hosts in normal form, and its objects by kind', () => {
    const chart = newChart();
    const gateway = existing(chart);
    const route = new Route(chart, 'route', { gateway, hosts: ['WWW.example.com.', 'api.example.com'] });
    expect(route.hosts).toEqual(['api.example.com', 'www.example.com']);
    expect(route.gateway).toBe(gateway);
    expect(route.objects.map(({ kind }) => kind)).toEqual([...KINDS, ...KINDS]);
    const { serviceEntries, gatewayObjects, destinationRules, virtualServices } = route;
    for (const list of [serviceEntries, gatewayObjects, destinationRules, virtualServices])
      expect(list).toHaveLength(2);
    expect(route.authorizationPolicies).toEqual([]);
    expect(route.exportTo).toBe(ExportTo.ALL);
    expect(route.node.defaultChild).toBe(virtualServices[0]);
    expect(virtualServices[0]?.name).toBe('egress-route-api-example-com');
  });

  test.each<[string, string[], RegExp, RegExp]>([
    ['no host', [], /hosts is empty: got \[\]/, /write hosts/],
    ['a host twice', ['a.com', 'A.com'], /host a\.com stands in hosts twice/, /remove one/],
    ['a bad host', ['https://a.com'], /host is a url: got "https:\/\/a\.com"/, /write "a\.com"/],
    [
      'a wildcard',
      ['*.a.com'],
      /\*\.a\.com is a wildcard, and nothing says where.*got \["\*\.a\.com"\]/,
      /wildcardTarget/,
    ],
    ['a host in the cluster', ['a.b.svc.cluster.local'], /is inside the cluster/, /remove it from hosts/],
    ["the gateway's own host", ['istio-egressgateway.istio-system'], /the gateway's own service/, /remove it/],
    ['a token', [Lazy.any({ produce: () => 'a.com' }) as string], /host is a token/, /resolve the value/],
  ])('refuses %s and names itself', (_case, hosts, problem, fix) => {
    const chart = newChart();
    const message = messageOf(() => new Route(chart, 'route', { gateway: existing(chart), hosts }));
    expect(message).toMatch(/^\[chart\/route\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each<unknown>([0, 65536, 1.5, null, '443'])('refuses port %p and names itself', (bad) => {
    const chart = newChart();
    const props = { gateway: existing(chart), hosts: ['a.com'], port: bad as number };
    const message = messageOf(() => new Route(chart, 'route', props));
    expect(message).toContain(`[chart/route] port is not a port number: got ${JSON.stringify(bad)};`);
    expect(fixIn(message)).toMatch(/write the port/);
  });

  test('refuses a chart whose namespace is malformed', () => {
    const chart = newChart('Team');
    const message = messageOf(() => new Route(chart, 'route', { gateway: existing(chart), hosts: ['a.com'] }));
    expect(message).toMatch(/^\[chart\/route\] namespace is not a dns-1123 label: got "Team"/);
  });

  test.each(KINDS)('takes any patch of a %s, also of fields that no type knows', (kind) => {
    const chart = newChart();
    const route = new Route(chart, 'route', { gateway: existing(chart), hosts: ['a.com'] });
    route.objects.find((object) => object.kind === kind)?.addJsonPatch(JsonPatch.add('/spec/newField', { x: 1 }));
    const manifest = (Testing.synth(chart) as { kind: string }[]).find((one) => one.kind === kind);
    expect(manifest).toMatchObject({ spec: { newField: { x: 1 } } });
  });
});

test('ExternalHttpRoute has no plain HTTP on port 443, which stands in the error as a number', () => {
  expect(messageOf(() => http(newChart(), { port: 443 }))).toContain('[chart/route] plain http on port 443: got 443; ');
});

test.each(['directPorts', 'keepHeaders', 'allow', 'tlsOrigination', 'wildcardTarget', 'exportTo'])(
  'ExternalHttpRoute takes no null for %s: it may have been meant otherwise',
  (name) => {
    const message = messageOf(() => http(newChart(), { [name]: null }));
    expect(message).toMatch(new RegExp(`^\\[chart/route\\] ${name} is `));
    expect(message).toContain(': got null; allowed: ');
  },
);

describe('ExternalHttpRoute with directPorts', () => {
  test('opens them around the gateway, sorted, and routes them nowhere', () => {
    const chart = newChart();
    const { directPorts } = http(chart, { directPorts: [8443, 443] });
    expect(directPorts).toEqual([443, 8443]);
    expect(portsIn(chart)).toEqual([
      { name: 'http-80', number: 80, protocol: 'HTTP' },
      { name: 'https-443', number: 443, protocol: 'HTTPS' },
      { name: 'https-8443', number: 8443, protocol: 'HTTPS' },
    ]);
    expect(only(chart, 'VirtualService').spec).not.toHaveProperty('tls');
  });

  test.each<[string, number[], RegExp]>([
    ["the route's own port", [443, 80], /direct port 80 is the route's own port: got \[443,80\]/],
    ['one port twice', [443, 443], /direct port 443 stands in directPorts twice: got \[443,443\]/],
    ['port 0', [0], /direct port is not a port number: got 0/],
  ])('refuses %s', (_, directPorts, problem) => {
    const message = messageOf(() => http(newChart(), { directPorts }));
    expect(message).toMatch(/^\[chart\/route\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).not.toBe('');
  });

  test('refuses a direct port that another route takes through the gateway, and names both', () => {
    const chart = newChart();
    const { gateway } = http(chart, { directPorts: [443] });
    const message = messageOf(() => new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['edition.cnn.com'] }));
    expect(message).toMatch(/^\[chart\/tls\] .*port 443 is claimed twice: got \["chart\/route","chart\/tls"\]/);
  });
});

describe('two routes', () => {
  test('of one host share its objects, whichever comes first', () => {
    const [one, two] = [true, false].map((httpFirst) => {
      const chart = newChart();
      const props = { gateway: existing(chart), hosts: ['edition.cnn.com'] };
      const make = [() => new ExternalHttpRoute(chart, 'http', props), () => new ExternalTlsRoute(chart, 'tls', props)];
      const routes = (httpFirst ? make : make.reverse()).map((run) => run());
      expect(routes[0]?.objects).toEqual(routes[1]?.objects);
      return manifestsOf(chart);
    });
    expect(one?.map(({ kind }) => kind)).toEqual(KINDS);
    expect(two).toEqual(one);
  });

  test.each<[string, string, string, RegExp]>([
    [
      'one host and port',
      'chart',
      'gateway',
      /\[chart\/b\] host a\.com port 443 is claimed twice.*"chart\/a","chart\/b"/,
    ],
    [
      'one host in two charts',
      'other',
      'gateway',
      /\[other\/b\] host a\.com is routed in two charts.*"chart\/a","other/,
    ],
    ['one host on two gateways', 'chart', 'second', /\[chart\/b\] host a\.com is routed through two gateways/],
  ])('must not claim %s', (_, chartId, gatewayId, problem) => {
    const app = new App();
    const charts = ['chart', 'other'].map((id) => newChart('default', app, id));
    const [first, second] = charts as [Chart, Chart];
    const gateways: Record<string, IEgressGateway> = {
      gateway: existing(first),
      second: EgressGateway.fromExisting(first, 'second', { serviceName: 'second', selector: { istio: 'second' } }),
    };
    new ExternalTlsRoute(first, 'a', { gateway: gateways['gateway'] as IEgressGateway, hosts: ['a.com'] });
    const scope = chartId === 'chart' ? first : second;
    const gateway = gateways[gatewayId] as IEgressGateway;
    expect(messageOf(() => new ExternalTlsRoute(scope, 'b', { gateway, hosts: ['b.com', 'A.com'] }))).toMatch(problem);
  });

  test('in a chart without a namespace live beside the gateway', () => {
    const chart = new Chart(new App(), 'chart');
    http(chart);
    expect(ofKind(chart, 'ServiceEntry').map(({ metadata }) => metadata.namespace)).toEqual(['istio-system']);
  });
});
