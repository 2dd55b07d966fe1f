import { App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { ClientTls, EgressGateway, ExportTo, ExternalHttpRoute, ExternalTlsRoute, IEgressGateway } from '../../../lib';
import { findingOf, findingsOf } from '../input/findings';
import { manifestsOf, newChart, ofKind, only } from '../help';

const KINDS = ['DestinationRule', 'DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'];
const existing = (chart: Chart): IEgressGateway => EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');

describe.each([
  ['ExternalHttpRoute', ExternalHttpRoute, 80],
  ['ExternalTlsRoute', ExternalTlsRoute, 443],
] as const)('%s', (name, Route, port) => {
  test.each([ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE])(
    'with %s writes five objects, in the namespaces of the gateway and of the chart',
    (clientTls) => {
      const chart = newChart('team');
      const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { clientTls });
      new Route(chart, 'route', { gateway, hosts: ['edition.cnn.com'] });
      expect(manifestsOf(chart).map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
        ['DestinationRule', 'istio-system', 'egress-upstream-edition-cnn-com'],
        ['DestinationRule', 'istio-system', 'egress-subset-edition-cnn-com'],
        ['Gateway', 'istio-system', 'egress-server-edition-cnn-com'],
        ['VirtualService', 'team', 'egress-route-edition-cnn-com'],
        ['ServiceEntry', 'team', 'external-edition-cnn-com'],
      ]);
    },
  );

  test('writes every object to the namespace of the gateway in a chart without a namespace', () => {
    const chart = new Chart(new App(), 'chart');
    new Route(chart, 'route', { gateway: existing(chart), hosts: ['a.com'] });
    expect(ofKind(chart, 'ServiceEntry').map(({ metadata }) => metadata.namespace)).toEqual(['istio-system']);
  });

  test('has the default port of its protocol', () => {
    const chart = newChart();
    const route = new Route(chart, 'route', { gateway: existing(chart), hosts: ['edition.cnn.com'] });
    expect(route.port).toBe(port);
    expect(only(chart, 'ServiceEntry').spec?.['ports']).toEqual([expect.objectContaining({ number: port })]);
  });

  test('reads back its gateway, its hosts in canonical form, and its objects by kind', () => {
    const chart = newChart();
    const gateway = existing(chart);
    const route = new Route(chart, 'route', { gateway, hosts: ['WWW.example.com.', 'api.example.com'] });
    expect(route.hosts).toEqual(['api.example.com', 'www.example.com']);
    expect(route.gateway).toBe(gateway);
    expect([route.exportTo, route.sources]).toEqual([ExportTo.ALL, []]);
    expect(route.objects.map(({ kind }) => kind)).toEqual([...KINDS, ...KINDS]);
    const { serviceEntries, gatewayObjects, destinationRules, upstreamRules, virtualServices } = route;
    for (const list of [serviceEntries, gatewayObjects, destinationRules, upstreamRules, virtualServices]) {
      expect(list).toHaveLength(2);
    }
    expect(route.authorizationPolicies).toEqual([]);
    expect(route.node.defaultChild).toBe(virtualServices[0]);
    expect(virtualServices[0]?.name).toBe('egress-route-api-example-com');
  });

  test.each<[string, string[], string, RegExp]>([
    ['an empty list of hosts', [], 'EGR0105', /^hosts must not be empty/],
    ['a host twice, in two spellings', ['a.com', 'A.com'], 'EGR0106', /^hosts must not repeat a\.com/],
    ['a URL', ['https://a.com'], 'EGR0201', /^hosts\[0\] must be a DNS name, not a URL/],
    ['a wildcard without wildcardTarget', ['*.a.com'], 'EGR0402', /^wildcard \*\.a\.com needs a wildcardTarget/],
    ['a host in the cluster', ['a.b.svc.cluster.local'], 'EGR0203', /cannot be inside the cluster/],
    ['the Service of the gateway', ['istio-egressgateway.istio-system'], 'EGR0203', /the gateway's own Service/],
    ['a token', [Lazy.any({ produce: () => 'a.com' }) as string], 'EGR0108', /^hosts\[0\] must be a literal/],
  ])('rejects %s, and names itself', (_case, hosts, code, problem) => {
    const chart = newChart();
    const finding = findingOf(() => new Route(chart, 'route', { gateway: existing(chart), hosts }));
    expect(finding).toMatchObject({ code, constructPath: 'chart/route' });
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).not.toBe('');
  });

  test.each<unknown>([0, 65536, 1.5, '443'])('rejects port %p', (bad) => {
    const chart = newChart();
    const props = { gateway: existing(chart), hosts: ['a.com'], port: bad as number };
    expect(findingOf(() => new Route(chart, 'route', props))).toMatchObject({
      code: 'EGR0111',
      problem: 'port must be a port number',
      got: JSON.stringify(bad),
    });
  });

  test.each<unknown>([undefined, null, 'a.com'])('rejects %p in the place of its properties', (props) => {
    const findings = findingsOf(() => new Route(newChart(), 'route', props as never));
    expect(findings[0]).toMatchObject({ code: 'EGR0102', problem: `properties of ${name} must be an object` });
  });

  test.each<unknown>(['team', 7])('rejects %p as metadata', (metadata) => {
    const chart = newChart();
    const props = { gateway: existing(chart), hosts: ['a.com'], metadata: metadata as never };
    expect(findingOf(() => new Route(chart, 'route', props))).toMatchObject({
      code: 'EGR0103',
      problem: 'metadata must be an object',
    });
  });

  test('rejects a chart with a malformed namespace', () => {
    const chart = newChart('Team');
    const run = () => new Route(chart, 'route', { gateway: existing(chart), hosts: ['a.com'] });
    expect(findingOf(run)).toMatchObject({ code: 'EGR0110', constructPath: 'chart/route', got: '"Team"' });
  });

  test.each(KINDS)('keeps a JSON patch of a %s, also for a field that no type declares', (kind) => {
    const chart = newChart();
    const route = new Route(chart, 'route', { gateway: existing(chart), hosts: ['a.com'] });
    route.objects.find((object) => object.kind === kind)?.addJsonPatch(JsonPatch.add('/spec/newField', { x: 1 }));
    const manifest = (Testing.synth(chart) as { kind: string }[]).find((one) => one.kind === kind);
    expect(manifest).toMatchObject({ spec: { newField: { x: 1 } } });
  });
});
