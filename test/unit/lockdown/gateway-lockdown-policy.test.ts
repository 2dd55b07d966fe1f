import { Chart, Lazy } from 'cdk8s';
import {
  EgressChecks,
  EgressGateway,
  EgressGatewayProps,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  EgressSource,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  FindingLevel,
  GatewayLockdownPolicy,
  GatewayLockdownPolicyProps,
  GatewayPorts,
  TlsOrigination,
} from '../../../lib';
import { manifestsOf, messageOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { findingOf } from '../input/findings';

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

describe('GatewayLockdownPolicy admits', () => {
  test('namespaces that lockdowns of the mesh leave with this gateway, in any order of construction, and clientNamespaces', () => {
    const { chart, gateway } = made({ clientNamespaces: ['orders'], externalPorts: [EgressPort.tcp(443)] });
    const other = EgressGateway.fromEgressGatewayAttributes(chart, 'other', {
      namespace: 'elsewhere',
      selector: { istio: 'other' },
    });
    new EgressLockdownPolicy(chart, 'a', { gateway, namespaces: ['payments'] });
    new EgressLockdownPolicy(chart, 'b', {
      gateway: other,
      namespaces: ['billing'],
      allowTo: [EgressPeer.gateway(gateway)],
    });
    new EgressLockdownPolicy(chart, 'c', { gateway: other, namespaces: ['others'] });
    expect(clientsOf(specOf(chart))).toEqual(['billing', 'orders', 'payments']);
  });

  test('clients on the target ports of the gateway, and metricsNamespaces on the metrics ports', () => {
    const { chart } = made({
      clientNamespaces: ['a'],
      externalPorts: [EgressPort.tcp(443)],
      metricsNamespaces: ['monitoring'],
    });
    const { ingress } = specOf(chart);
    expect(ingress.map(portsOf)).toEqual([
      [8080, 8443],
      [15020, 15090],
    ]);
  });
});

describe('GatewayLockdownPolicy permits', () => {
  test('the internet on the ports of the routes, or on the TLS port if the gateway originates TLS', () => {
    const { chart, gateway } = made({
      clientNamespaces: ['a'],
      externalPorts: [EgressPort.tcp(8883), EgressPort.tcp(443)],
    });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'], port: 8443 });
    const tlsOrigination = TlsOrigination.simple({ port: 9443 });
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['b.com'], tlsOrigination, directPorts: [8081] });
    const other = EgressGateway.fromEgressGatewayAttributes(chart, 'other', {
      namespace: 'elsewhere',
      selector: { istio: 'other' },
    });
    new ExternalTlsRoute(chart, 'others', { gateway: other, hosts: ['c.com'], port: 7777 });
    expect(portsOf(internetOf(specOf(chart)))).toEqual([443, 8443, 8883, 9443]);
  });

  test('every external port that is a token', () => {
    const later = (port: number): EgressPort => EgressPort.tcp(Lazy.any({ produce: () => port }) as never);
    const { chart } = made({ clientNamespaces: ['a'], externalPorts: [later(5671), EgressPort.tcp(443), later(9093)] });
    expect(portsOf(internetOf(specOf(chart)))).toEqual([443, 5671, 9093]);
  });

  test('IPv4 and IPv6 without private ranges and internalCidrs', () => {
    const { chart } = made({
      clientNamespaces: ['a'],
      externalPorts: [EgressPort.tcp(443)],
      internalCidrs: ['198.51.100.0/24', '2001:db8::/32'],
    });
    const [ipv4, ipv6] = internetOf(specOf(chart)).to ?? [];
    expect(ipv4?.ipBlock?.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '198.51.100.0/24']));
    expect(ipv4?.ipBlock?.except).not.toContain('2001:db8::/32');
    expect(ipv6?.ipBlock?.cidr).toBe('::/0');
    expect(ipv6?.ipBlock?.except).toEqual(
      expect.arrayContaining(['fc00::/7', 'fe80::/10', '64:ff9b::a9fe:0/112', '2001:db8::/32']),
    );
  });

  test('the addresses of TCP hosts, private ones included, and peers of allowTo()', () => {
    const { chart, gateway, policy } = made({ clientNamespaces: ['a'] });
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

  test('the addresses of endpoints, private ones included, on the ports that the gateway connects to', () => {
    const { chart, gateway } = made({ clientNamespaces: ['a'] });
    const endpoints = [{ address: '10.20.0.15' }, { address: 'b.example.com' }];
    new ExternalHttpRoute(chart, 'api', {
      gateway,
      hosts: ['api.example.com'],
      tlsOrigination: TlsOrigination.simple({ port: 8443 }),
      upstream: { endpoints },
    });
    const cidrs = specOf(chart).egress.map(({ to, ports }) => [
      to?.map(({ ipBlock }) => ipBlock?.cidr),
      portsOf({ ports }),
    ]);
    expect(cidrs).toContainEqual([['10.20.0.15/32'], [8443]]);
  });

  test('the endpoints of a TCP host that are addresses, and not the address that applications dial', () => {
    const { chart, gateway } = made({ clientNamespaces: ['a'] });
    new ExternalTcpRoute(chart, 'db', {
      ...{ gateway, hosts: ['db.example.com'], port: 5432, addresses: ['10.20.0.15'] },
      upstream: { endpoints: [{ address: '10.30.0.16' }, { address: 'replica.example.com' }] },
    });
    const blocks = specOf(chart).egress.flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []));
    expect(blocks).toEqual(['0.0.0.0/0', '::/0', '10.30.0.16/32']);
  });

  test('the ranges of a route on its port, and without other routes no other address of the internet', () => {
    const ports = GatewayPorts.of({ cidrs: { port: 15022 } });
    const { chart, gateway } = made({ clientNamespaces: ['a'] }, { ports });
    const allowFrom = [EgressSource.namespace('a')];
    const cidrs = ['203.0.113.0/28', '10.20.0.0/16'];
    new ExternalCidrRoute(chart, 'sftp', { gateway, hosts: ['sftp.example.com'], port: 22, cidrs, allowFrom });
    const { egress, ingress } = specOf(chart);
    const blocks = egress.flatMap(({ to, ports: of }) => (to?.[0]?.ipBlock ? [[to, of]] : []));
    expect(blocks).toEqual([
      [
        [{ ipBlock: { cidr: '10.20.0.0/16' } }, { ipBlock: { cidr: '203.0.113.0/28' } }],
        [{ port: 22, protocol: 'TCP' }],
      ],
    ]);
    expect(egress.every(({ ports: of }) => of !== undefined && of.length > 0)).toBe(true);
    expect(ingress[0]?.ports?.map(({ port }) => port)).toEqual([8080, 8443, 15022]);
    new ExternalTlsRoute(chart, 'web', { gateway, hosts: ['www.example.com'], allowFrom });
    expect(portsOf(internetOf(specOf(chart)))).toEqual([443]);
  });

  test('the internet on the port of a TCP host, because the gateway resolves the name of the host itself', () => {
    const { chart, gateway } = made({ clientNamespaces: ['a'] });
    new ExternalTcpRoute(chart, 'db', { gateway, hosts: ['db.example.com'], port: 5432, addresses: ['203.0.113.10'] });
    expect(portsOf(internetOf(specOf(chart)))).toEqual([5432]);
  });
});

describe('GatewayLockdownPolicy', () => {
  test("writes the policy into the gateway's namespace, with the gateway's labels, and as its default child", () => {
    const { chart, policy } = made(
      { clientNamespaces: ['a'], externalPorts: [EgressPort.tcp(443)] },
      { namespace: 'istio-egress', serviceName: 'egress', metadata: { labels: { team: 'net' } } },
    );
    expect(ofKind(chart, 'NetworkPolicy').map(({ metadata }) => metadata)).toEqual([
      { name: 'egress-gateway-egress', namespace: 'istio-egress', labels: { team: 'net' } },
    ]);
    expect(policy.node.defaultChild).toBe(policy.networkPolicy);
  });

  test('rejects, at synthesis, an external port that is a token and resolves to 0', () => {
    const externalPorts = [EgressPort.tcp(Lazy.any({ produce: () => 0 }) as never)];
    const { chart } = made({ clientNamespaces: ['a'], externalPorts });
    expect(messageOf(() => manifestsOf(chart))).toMatch(/chart\/it\/.*EGR0111: .*got 0;/);
  });

  test('rejects a list in allowTo(), which accepts peers one by one', () => {
    const { policy } = made();
    expect(findingOf(() => policy.allowTo([EgressPeer.cidr('10.20.0.0/16')] as never))).toMatchObject({
      code: 'EGR0109',
      got: `["EgressPeer.cidr('10.20.0.0/16')"]`,
      fix: expect.stringContaining('policy.allowTo(EgressPeer.cidr(') as string,
    });
  });

  const token = (value: unknown): never => Lazy.any({ produce: () => value }) as never;

  test.each<[string, Partial<GatewayLockdownPolicyProps>, string, RegExp, RegExp]>([
    [
      'text as a peer',
      { allowTo: ['10.0.0.0/8'] as never },
      'EGR0103',
      /allowTo\[0\] .*EgressPeer/,
      /EgressPeer\.cidr/,
    ],
    [
      'a number as a port',
      { externalPorts: [443] as never },
      'EGR0103',
      /externalPorts\[0\] .*EgressPort/,
      /tcp\(443\)/,
    ],
    [
      'an address as a range',
      { internalCidrs: ['10.0.0.1'] },
      'EGR0205',
      /internalCidrs\[0\] .*CIDR/,
      /"10\.0\.0\.1\/32"/,
    ],
    ...['0.0.0.0/0', '::/0', '0:0::/0'].map(
      (all): [string, Partial<GatewayLockdownPolicyProps>, string, RegExp, RegExp] => [
        `${all} as an internal range`,
        { internalCidrs: ['198.51.100.0/24', all] },
        'EGR0206',
        /internalCidrs\[1\] cannot cover every address/,
        /^write the ranges/,
      ],
    ),
    [
      'a token as a range',
      { internalCidrs: [token('198.51.100.0/24')] },
      'EGR0108',
      /internalCidrs\[0\] .*literal/,
      /resolved/,
    ],
    ['a token as internalCidrs', { internalCidrs: token([]) }, 'EGR0108', /internalCidrs .*literal/, /resolved/],
    [
      'a repeated namespace',
      { metricsNamespaces: ['a', 'a'] },
      'EGR0106',
      /metricsNamespaces must not repeat a/,
      /^remove metricsNamespaces\[1\]$/,
    ],
  ])('rejects %s', (_, props, code, problem, fix) => {
    const finding = findingOf(() => made(props));
    expect(finding).toMatchObject({ code, constructPath: 'chart/it' });
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(fix);
  });
});

describe('GatewayLockdownPolicy fails at synthesis', () => {
  const found = (chart: Chart): object[] =>
    EgressChecks.of(chart)
      .findings()
      .filter(({ level }) => level === FindingLevel.ERROR);

  test('without a client namespace', () => {
    const { chart } = made({ externalPorts: [EgressPort.tcp(443)] });
    expect(found(chart)).toEqual([expect.objectContaining({ code: 'EGR1401', constructPath: 'chart/it' })]);
  });

  test('without a route and without an external port', () => {
    const { chart } = made({ clientNamespaces: ['a'] });
    expect(found(chart)).toEqual([expect.objectContaining({ code: 'EGR1402', constructPath: 'chart/it' })]);
  });

  test('beside another GatewayLockdownPolicy of the gateway', () => {
    const open = { clientNamespaces: ['a'], externalPorts: [EgressPort.tcp(443)] };
    const { chart, gateway } = made(open);
    new GatewayLockdownPolicy(chart, 'second', { gateway, ...open });
    expect(found(chart)).toEqual([
      expect.objectContaining({ code: 'EGR1208', got: '{"constructs":["chart/it","chart/second"]}' }),
    ]);
  });

  test('for a gateway that another app owns', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    const open = { clientNamespaces: ['a'], externalPorts: [EgressPort.tcp(443)] };
    new GatewayLockdownPolicy(chart, 'it', { gateway, ...open });
    expect(found(chart)).toEqual([expect.objectContaining({ code: 'EGR1205', constructPath: 'chart/it' })]);
  });
});
