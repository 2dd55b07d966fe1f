import { App, Chart, Duration } from 'cdk8s';
import {
  EgressGateway,
  EgressMesh,
  EgressSource,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayPorts,
  HostResolution,
  UpstreamProxy,
  WildcardTarget,
} from '../../../lib';
import { messageOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { findingOf } from '../input/findings';
import { foundAtSynthesis } from '../synthesis';

stderrOfEachTest();

const PROXY = UpstreamProxy.connect('proxy.corp.example', 3128);

/** The endpoints of the proxies in a chart, by the name of their entry. */
function proxiesIn(chart: ReturnType<typeof newChart>) {
  return ofKind(chart, 'ServiceEntry')
    .filter(({ metadata: { name } }) => name.startsWith('egress-tunnel-'))
    .map(({ metadata, spec }) => [metadata.name, JSON.stringify(spec?.['endpoints'])]);
}

/** The targets of the tunnels in a chart. */
function targetsIn(chart: ReturnType<typeof newChart>): string[] {
  const rules = ofKind(chart, 'DestinationRule').filter(({ metadata: { name } }) => name.startsWith('egress-tunnel-'));
  const text = JSON.stringify(rules.map(({ spec }) => spec));
  return [...text.matchAll(/"targetHost":"([^"]+)","targetPort":(\d+)/g)].map(([, host, port]) => `${host}:${port}`);
}

describe('UpstreamProxy', () => {
  test.each([
    [PROXY, "connect('proxy.corp.example', 3128)"],
    [UpstreamProxy.connect('PROXY.corp.example.', 8080), "connect('proxy.corp.example', 8080)"],
    [UpstreamProxy.connect('10.1.2.3', 3128), "connect('10.1.2.3', 3128)"],
    [UpstreamProxy.connect('FD00::0:1', 3128), "connect('fd00::1', 3128)"],
    [UpstreamProxy.none(), 'none()'],
  ])('has its source code as text: %s', (proxy, text) => {
    expect(String(proxy)).toBe(text);
    expect(UpstreamProxy.isUpstreamProxy(proxy)).toBe(true);
  });

  test.each<[string, unknown, unknown, string]>([
    ['a wildcard', '*.corp.example', 3128, 'EGR0202'],
    ['one label', 'proxy', 3128, 'EGR0201'],
    ['a URL', 'http://proxy.corp.example:3128', 3128, 'EGR0201'],
    ['the loopback address', '127.0.0.1', 3128, 'EGR0204'],
    ['the metadata service', '169.254.169.254', 80, 'EGR0204'],
    ['no port', 'proxy.corp.example', undefined, 'EGR0111'],
    ['port 0', 'proxy.corp.example', 0, 'EGR0111'],
    ["a port of Istio's proxies", 'proxy.corp.example', 15_000, 'EGR0112'],
  ])('rejects %s', (_, host, port, code) => {
    const finding = findingOf(() => UpstreamProxy.connect(host as string, port as number));
    expect(finding.code).toBe(code);
  });
});

describe('upstreamProxy', () => {
  test.each([
    [
      "the gateway's own Service",
      'istio-egressgateway.istio-system',
      /^EGR0203: .*cannot be the gateway's own Service/,
    ],
    [
      'a Service of the cluster',
      'squid.proxies.svc.cluster.local',
      /^EGR0203: .*upstreamProxy cannot be inside the clus/,
    ],
    ['a metadata service', 'metadata.google.internal', /^EGR0211: .*cannot be the Google Cloud metadata server/],
    ['a reserved domain', 'proxy.corp.internal', /^EGR0211: .*reserved domain .*externalDomains: \["corp\.internal"\]/],
    ['an address in the name', '127.0.0.1.nip.io', /^EGR0211: .*cannot contain the address 127\.0\.0\.1/],
  ])('cannot be %s, of a gateway and of a route', (_, host, expected) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const upstreamProxy = UpstreamProxy.connect(host, 3128);
    expect(messageOf(() => new EgressGateway(chart, 'other', { upstreamProxy }))).toMatch(expected);
    expect(messageOf(() => new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'], upstreamProxy }))).toMatch(
      expected,
    );
  });

  test('can be in a private zone of the mesh', () => {
    const mesh = new EgressMesh(new App(), 'mesh', { externalDomains: ['corp.internal'] });
    const chart = new Chart(mesh, 'chart', { namespace: 'default' });
    const upstreamProxy = UpstreamProxy.connect('proxy.corp.internal', 3128);
    new ExternalTlsRoute(chart, 'a', {
      gateway: new EgressGateway(chart, 'gateway', { upstreamProxy }),
      hosts: ['a.com'],
    });
    expect(targetsIn(chart)).toEqual(['a.com:443']);
  });

  test('of a gateway is for every route that names no other', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: PROXY });
    const other = UpstreamProxy.connect('10.1.2.3', 8080);
    new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'] });
    new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['b.com'], upstreamProxy: other });
    new ExternalTlsRoute(chart, 'c', { gateway, hosts: ['c.com'], upstreamProxy: UpstreamProxy.none() });
    expect(proxiesIn(chart)).toEqual([
      ['egress-tunnel-a-com', '[{"address":"proxy.corp.example."}]'],
      ['egress-tunnel-b-com', '[{"address":"10.1.2.3"}]'],
    ]);
    expect(String(gateway.upstreamProxy)).toBe(String(PROXY));
  });

  test('is an UpstreamProxy', () => {
    const chart = newChart();
    const upstreamProxy = 'proxy.corp.example:3128' as unknown as UpstreamProxy;
    const gateway = new EgressGateway(chart, 'gateway');
    expect(messageOf(() => new EgressGateway(chart, 'other', { upstreamProxy }))).toMatch(
      /upstreamProxy must be an? Upstr/,
    );
    const route = () => new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'], upstreamProxy });
    expect(messageOf(route)).toMatch(/upstreamProxy must be an? UpstreamProxy/);
  });

  test.each([
    ['directPorts', { hosts: ['a.com'], directPorts: [443] }],
    ['WildcardTarget.dynamicDns()', { hosts: ['*.a.com'], wildcardTarget: WildcardTarget.dynamicDns() }],
  ])('cannot be used with %s', (what, props) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: PROXY });
    const message = messageOf(() => new ExternalHttpRoute(chart, 'a', { gateway, ...props }));
    expect(message).toMatch(/^EGR0416: /);
    expect(message).toContain(`${what} cannot be used with an upstreamProxy`);
    new ExternalHttpRoute(chart, 'b', { gateway, ...props, upstreamProxy: UpstreamProxy.none() });
  });

  test.each<[string, Partial<ExternalHttpRouteProps>]>([
    ['upstream.connectTimeout', { upstream: { connectTimeout: Duration.seconds(2) } }],
    ['upstream.endpoints', { upstream: { endpoints: [{ address: '203.0.113.9' }] } }],
    ['upstream.outlierDetection', { upstream: { outlierDetection: { consecutive5xxErrors: 3 } } }],
    ['HostResolution.DNS_ROUND_ROBIN', { resolution: HostResolution.DNS_ROUND_ROBIN }],
  ])('cannot be used with %s', (what, props) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: PROXY });
    const message = messageOf(() => new ExternalHttpRoute(chart, 'a', { gateway, hosts: ['a.com'], ...props }));
    expect(message).toMatch(/^EGR0416: /);
    expect(message).toContain(`${what} cannot be used with an upstreamProxy`);
    const without = { gateway, hosts: ['a.com'], ...props, upstreamProxy: UpstreamProxy.none() };
    new ExternalHttpRoute(chart, 'b', without);
  });

  test('cannot be used with ranges, whose addresses the caller states', () => {
    const chart = newChart();
    const ports = GatewayPorts.of({ cidrs: { port: 15022 } });
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: PROXY, ports });
    const props = {
      gateway,
      hosts: ['a.com'],
      port: 22,
      cidrs: ['203.0.113.0/28'],
      allowFrom: [EgressSource.namespace('a')],
    };
    expect(messageOf(() => new ExternalCidrRoute(chart, 'a', props))).toMatch(/^EGR0416: .*ExternalCidrRoute cannot/);
    new ExternalCidrRoute(chart, 'b', { ...props, upstreamProxy: UpstreamProxy.none() });
  });

  test('cannot be the way to the proxy itself', () => {
    const chart = newChart();
    const proxy = UpstreamProxy.connect('proxy.corp.com', 3128);
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: proxy });
    const props = { gateway, hosts: ['proxy.corp.com'], port: 3128, addresses: ['10.1.2.3'] };
    expect(messageOf(() => new ExternalTcpRoute(chart, 'a', props))).toMatch(
      /^EGR0416: .*cannot be a host behind itself: got "proxy[.]corp[.]com:3128".*fix: write upstreamProxy: UpstreamProxy[.]none\(\)/,
    );
    new ExternalTcpRoute(chart, 'b', { ...props, upstreamProxy: UpstreamProxy.none() });
    new ExternalTcpRoute(chart, 'c', { ...props, hosts: ['other.corp.com'], addresses: ['10.1.2.4'] });
  });

  test('cannot be used with several addresses of one tunnel', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: PROXY });
    const addresses = ['203.0.113.10', '203.0.113.11'];
    const route = (resolution?: HostResolution) =>
      new ExternalTcpRoute(chart, `a-${resolution}`, { gateway, hosts: ['a.com'], port: 5432, addresses, resolution });
    expect(messageOf(() => route(HostResolution.STATIC))).toMatch(/^EGR0416: .*STATIC with several addresses/);
    // The proxy resolves the name; the addresses are for sidecars.
    route();
    expect(targetsIn(chart)).toEqual(['a.com:5432']);
  });

  test('opens tunnels to one address, and to each of several ports', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: PROXY });
    const resolution = HostResolution.STATIC;
    const addresses = ['203.0.113.10'];
    new ExternalTcpRoute(chart, 'b', { gateway, hosts: ['b.com'], port: 5432, addresses, resolution });
    new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'] });
    new ExternalTlsRoute(chart, 'a-8443', { gateway, hosts: ['a.com'], port: 8443 });
    new ExternalTcpRoute(chart, 'a-22', { gateway, hosts: ['a.com'], port: 22, addresses: ['203.0.113.9'] });
    new ExternalHttpRoute(chart, 'a-80', { gateway, hosts: ['a.com'], useClientProtocol: true });
    expect(targetsIn(chart).sort()).toEqual(['203.0.113.10:5432', 'a.com:22', 'a.com:443', 'a.com:80', 'a.com:8443']);
    const entries = ofKind(chart, 'ServiceEntry').filter(({ metadata: { name } }) => name.startsWith('external-'));
    const endpoints = entries.map(({ metadata: { name }, spec }) => [name, JSON.stringify(spec?.['endpoints'])]);
    const [[, ofA] = []] = endpoints.filter(([name]) => name === 'external-a-com');
    expect(ofA).toMatch(/^\[\{"address":"127\./);
    expect(endpoints).toContainEqual(['external-22-a-com-ports-invalid', ofA]);
  });

  test('must be the same for the routes of a host', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    new ExternalHttpRoute(chart, 'a', { gateway, hosts: ['a.com'] });
    new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['a.com'], upstreamProxy: PROXY });
    expect(foundAtSynthesis(chart)).toEqual([
      expect.stringMatching(/^EGR1018: .*routes of host a\.com must have the same upstreamProxy/),
    ]);
  });

  test('excludes ports of a host that would begin at one port of the gateway', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: PROXY });
    new ExternalHttpRoute(chart, 'a', { gateway, hosts: ['a.com'], port: 80 });
    new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['a.com'], port: 80 + 32_768 });
    expect(foundAtSynthesis(chart)).toEqual([expect.stringMatching(/^EGR1017: .*ports 80 and 32848 through/)]);
  });
});

describe('a GatewayLockdownPolicy', () => {
  const rulesFor = (proxy: UpstreamProxy): unknown[] => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { upstreamProxy: proxy });
    new ExternalTlsRoute(chart, 'a', { gateway, hosts: ['a.com'] });
    const addresses = ['203.0.113.10'];
    new ExternalTcpRoute(chart, 'b', { gateway, hosts: ['b.com'], port: 5432, addresses });
    new GatewayLockdownPolicy(chart, 'it', { gateway, clientNamespaces: ['orders'] });
    const [policy] = ofKind(chart, 'NetworkPolicy');
    return (policy?.spec?.['egress'] as unknown[]).slice(2);
  };

  test('opens the address and the port of a proxy, and nothing else outside', () => {
    expect(rulesFor(UpstreamProxy.connect('10.1.2.3', 3128))).toEqual([
      { to: [{ ipBlock: { cidr: '10.1.2.3/32' } }], ports: [{ protocol: 'TCP', port: 3128 }] },
    ]);
  });

  test('opens the port of a proxy with a name, and no port of a host', () => {
    const [internet, ...others] = rulesFor(PROXY) as { readonly ports: unknown }[];
    expect(others).toEqual([]);
    expect(internet?.ports).toEqual([{ protocol: 'TCP', port: 3128 }]);
  });
});
