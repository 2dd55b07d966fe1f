import { Chart, Lazy } from 'cdk8s';
import {
  EgressGateway,
  EgressGatewayProps,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayLockdownPolicyProps,
  TlsOrigination,
} from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, ofKind, stderrOfEachTest } from '../help';

stderrOfEachTest();

interface Rule {
  readonly from?: readonly { readonly namespaceSelector: { readonly matchLabels: Record<string, string> } }[];
  readonly to?: readonly { readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] } }[];
  readonly ports?: readonly { readonly port: number }[];
}

interface Spec {
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

const NAME = 'kubernetes.io/metadata.name';

function made(
  props: Partial<GatewayLockdownPolicyProps> = {},
  attrs: EgressGatewayProps = {},
): { chart: Chart; gateway: EgressGateway; policy: GatewayLockdownPolicy } {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway', attrs);
  return { chart, gateway, policy: new GatewayLockdownPolicy(chart, 'it', { gateway, ...props }) };
}

function specOf(chart: Chart): Spec {
  const found = ofKind(chart, 'NetworkPolicy').find(({ metadata }) => metadata.name.startsWith('egress-gateway-'));
  return found?.spec as unknown as Spec;
}

const clientsOf = ({ ingress }: Spec): unknown[] =>
  (ingress[0]?.from ?? []).map(({ namespaceSelector }) => namespaceSelector.matchLabels[NAME]);
const internetOf = ({ egress }: Spec): Rule => egress.find(({ to }) => to?.[0]?.ipBlock?.cidr === '0.0.0.0/0') as Rule;
const portsOf = (rule: Rule): number[] => (rule.ports ?? []).map(({ port }) => port);

describe('who may call', () => {
  test('the namespaces that lockdowns of the app lead to the gateway, also ones made later, and those that are named', () => {
    const { chart, gateway } = made({ namespaces: ['orders'], ports: [EgressPort.tcp(443)] });
    const other = EgressGateway.fromExisting(chart, 'other', { namespace: 'elsewhere', selector: { istio: 'other' } });
    new EgressLockdownPolicy(chart, 'a', { gateway, namespaces: ['payments'] });
    new EgressLockdownPolicy(chart, 'b', {
      gateway: other,
      namespaces: ['billing'],
      allow: [EgressPeer.gateway(gateway)],
    });
    new EgressLockdownPolicy(chart, 'c', { gateway: other, namespaces: ['others'] });
    expect(clientsOf(specOf(chart))).toEqual(['billing', 'orders', 'payments']);
  });

  test('on the gateway’s target ports, and for scrapers on those of metrics', () => {
    const { chart } = made({ namespaces: ['a'], ports: [EgressPort.tcp(443)], scrapedFrom: ['monitoring'] });
    const { ingress } = specOf(chart);
    expect(ingress.map(portsOf)).toEqual([
      [8080, 8443],
      [15020, 15090],
    ]);
  });

  test('not nobody: that is an error at synthesis', () => {
    const { chart } = made({ ports: [EgressPort.tcp(443)] });
    const message = messageOf(() => manifestsOf(chart));
    expect(message).toContain('nobody may call gateway istio-system/istio-egressgateway');
    expect(fixIn(message)).toContain('namespaces: ["payments"]');
  });
});

describe('what the gateway may reach', () => {
  test('the internet on the ports of the app’s routes: behind an origination, those of the TLS', () => {
    const { chart, gateway } = made({ namespaces: ['a'], ports: [EgressPort.tcp(8883), EgressPort.tcp(443)] });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'], port: 8443 });
    const tlsOrigination = TlsOrigination.simple({ port: 9443 });
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['b.com'], tlsOrigination, directPorts: [8081] });
    const other = EgressGateway.fromExisting(chart, 'other', { namespace: 'elsewhere', selector: { istio: 'other' } });
    new ExternalTlsRoute(chart, 'others', { gateway: other, hosts: ['c.com'], port: 7777 });
    expect(portsOf(internetOf(specOf(chart)))).toEqual([443, 8443, 8883, 9443]);
  });

  test('ports that are known at synthesis only, each of them', () => {
    const later = (port: number): EgressPort => EgressPort.tcp(Lazy.any({ produce: () => port }) as never);
    const { chart } = made({ namespaces: ['a'], ports: [later(5671), EgressPort.tcp(443), later(9093)] });
    expect(portsOf(internetOf(specOf(chart)))).toEqual([443, 5671, 9093]);
  });

  test('not a port that turns out to be none', () => {
    const { chart } = made({ namespaces: ['a'], ports: [EgressPort.tcp(Lazy.any({ produce: () => 0 }) as never)] });
    expect(messageOf(() => manifestsOf(chart))).toMatch(/port is not a .*: got "?0"?;/);
  });

  test('IPv4 and IPv6 together, without what is inside', () => {
    const { chart } = made({
      namespaces: ['a'],
      ports: [EgressPort.tcp(443)],
      insideCidrs: ['198.51.100.0/24', '2001:db8::/32'],
    });
    const [ipv4, ipv6] = internetOf(specOf(chart)).to ?? [];
    expect(ipv4?.ipBlock?.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '198.51.100.0/24']));
    expect(ipv4?.ipBlock?.except).not.toContain('2001:db8::/32');
    expect(ipv6?.ipBlock?.cidr).toBe('::/0');
    expect(ipv6?.ipBlock?.except).toEqual(
      expect.arrayContaining(['fc00::/7', 'fe80::/10', '64:ff9b::a9fe:0/112', '2001:db8::/32']),
    );
  });

  test('the addresses of TCP hosts, wherever they are, on their port', () => {
    const { chart, gateway, policy } = made({ namespaces: ['a'] });
    const addresses = ['10.20.0.15', '2001:db8::15'];
    new ExternalTcpRoute(chart, 'db', { gateway, hosts: ['db.example.com'], port: 5432, addresses });
    policy.allowTo(EgressPeer.cidr('10.30.0.0/16'));
    const cidrs = specOf(chart).egress.map(({ to, ports }) => [
      to?.map(({ ipBlock }) => ipBlock?.cidr),
      ports?.[0]?.port,
    ]);
    expect(cidrs).toEqual(
      expect.arrayContaining([
        [['10.20.0.15/32', '2001:db8::15/128'], 5432],
        [['10.30.0.0/16'], undefined],
      ]),
    );
  });

  test('a TCP host also on its port of the internet: the gateway goes where its name leads', () => {
    const { chart, gateway } = made({ namespaces: ['a'] });
    new ExternalTcpRoute(chart, 'db', { gateway, hosts: ['db.example.com'], port: 5432, addresses: ['203.0.113.10'] });
    expect(portsOf(internetOf(specOf(chart)))).toEqual([5432]);
  });

  test('not any port: without a route and a port it is an error at synthesis', () => {
    const { chart } = made({ namespaces: ['a'] });
    const message = messageOf(() => manifestsOf(chart));
    expect(message).toContain('gateway istio-system/istio-egressgateway may connect to no port');
    expect(fixIn(message)).toContain('EgressPort.tcp(443)');
  });
});

test('it stands beside the gateway’s pods, with the gateway’s labels, and is its own default child', () => {
  const { chart, policy } = made(
    { namespaces: ['a'], ports: [EgressPort.tcp(443)] },
    { namespace: 'istio-egress', serviceName: 'egress', metadata: { labels: { team: 'net' } } },
  );
  expect(ofKind(chart, 'NetworkPolicy').map(({ metadata }) => metadata)).toEqual([
    { name: 'egress-gateway-egress', namespace: 'istio-egress', labels: { team: 'net' } },
  ]);
  expect(policy.node.defaultChild).toBe(policy.networkPolicy);
});

test.each<[string, (chart: Chart, gateway: EgressGateway) => unknown, string]>([
  [
    'a second one for a gateway',
    (chart, gateway) => [1, 2].map((id) => new GatewayLockdownPolicy(chart, `it-${id}`, { gateway })),
    'has two policies on its pods',
  ],
  [
    'the gateway of another app',
    (chart) => {
      const other = EgressGateway.fromExisting(chart, 'foreign', { namespace: 'x', selector: { istio: 'x' } });
      return new GatewayLockdownPolicy(chart, 'it', { gateway: other });
    },
    'the policy on its pods is for the app that owns the gateway',
  ],
  [
    'something else than a peer',
    (chart, gateway) => new GatewayLockdownPolicy(chart, 'it', { gateway, allow: ['10.0.0.0/8'] as never }),
    'allow is missing or of another kind',
  ],
  [
    'something else than a port',
    (chart, gateway) => new GatewayLockdownPolicy(chart, 'it', { gateway, ports: [443] as never }),
    'ports is missing or of another kind',
  ],
  [
    'a range that is none',
    (chart, gateway) => new GatewayLockdownPolicy(chart, 'it', { gateway, insideCidrs: ['10.0.0.1'] }),
    'cidr is malformed',
  ],
  ...['0.0.0.0/0', '::/0', '0:0::/0'].map(
    (all): [string, (chart: Chart, gateway: EgressGateway) => unknown, string] => [
      `${all} as inside`,
      (chart, gateway) => new GatewayLockdownPolicy(chart, 'it', { gateway, insideCidrs: ['198.51.100.0/24', all] }),
      `insideCidrs has all addresses: got "${all}"`,
    ],
  ),
  [
    'a range that is known at synthesis only',
    (chart, gateway) => {
      const later = Lazy.any({ produce: () => '198.51.100.0/24' }) as string;
      return new GatewayLockdownPolicy(chart, 'it', { gateway, insideCidrs: [later] });
    },
    'a range in insideCidrs is a token: got "<token>"',
  ],
  [
    'ranges that are known at synthesis only',
    (chart, gateway) => {
      const later = Lazy.any({ produce: () => ['198.51.100.0/24'] }) as string[];
      return new GatewayLockdownPolicy(chart, 'it', { gateway, insideCidrs: later });
    },
    'insideCidrs is a token',
  ],
  [
    'one namespace twice',
    (chart, gateway) => new GatewayLockdownPolicy(chart, 'it', { gateway, scrapedFrom: ['a', 'a'] }),
    'namespace a stands in namespaces twice',
  ],
])('refuses %s', (_, run, problem) => {
  const chart = newChart();
  const message = messageOf(() => run(chart, new EgressGateway(chart, 'gateway')));
  expect(message).toContain('[chart/it');
  expect(message).toContain(problem);
  expect(fixIn(message)).not.toBe('');
});
