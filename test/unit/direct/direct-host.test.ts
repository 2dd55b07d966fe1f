import { App, Chart } from 'cdk8s';
import {
  DirectHost,
  DirectHostProps,
  DirectProtocol,
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressMesh,
  EgressSidecar,
  EgressSummary,
  ExternalTlsRoute,
} from '../../../lib';
import { manifestsOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { findingOf } from '../input/findings';

stderrOfEachTest();

const because = 'the object store is in the network of the cluster';

function direct(chart: Chart, props: Partial<DirectHostProps> = {}, id = 'direct'): DirectHost {
  return new DirectHost(chart, id, { hosts: ['s3.example.com'], namespaces: ['payments'], because, ...props });
}

/** Returns the specs of the ServiceEntries of a direct host. */
const specsOf = (props: Partial<DirectHostProps>): object[] => {
  const chart = newChart('egress');
  direct(chart, props);
  return ofKind(chart, 'ServiceEntry').map(({ spec }) => spec ?? {});
};

const entry = { location: 'MESH_EXTERNAL', exportTo: ['payments'] };
const tls = { name: 'tls-443', number: 443, protocol: 'TLS' };

describe('the errors of a DirectHost', () => {
  test('ask for a reason where none is written', () => {
    expect(() => direct(newChart(), { because: undefined as never })).toThrow(
      /^EGR0451: .*because must be a reason that is not empty: got undefined; .*with your reason$/,
    );
  });

  test('have fixes of a DirectHost', () => {
    expect(findingOf(() => direct(newChart(), { ports: [5432] }))).toMatchObject({
      problem: 'ports[0] of a DirectHost cannot be 5432, the port of PostgreSQL, which starts in plain text',
      fix: 'write protocol: DirectProtocol.TCP, and cidrs with the ranges of the host',
    });
    expect(findingOf(() => direct(newChart(), { hosts: ['203.0.113.5'] }))).toMatchObject({
      problem: 'hosts[0] must be a DNS name, not an IP address',
      fix: 'write hosts: ["db.corp.internal"], cidrs: ["203.0.113.5/32"], protocol: DirectProtocol.TCP and ports',
    });
    expect(findingOf(() => direct(newChart(), { hosts: ['2001:db8::5'] })).fix).toContain('"2001:db8::5/128"');
  });

  test('are silent about the ports of an unknown protocol', () => {
    expect(() => direct(newChart(), { protocol: 'UDP' as never })).toThrow(/^EGR0104: [^\n]*$/);
  });
});

describe('DirectHost', () => {
  test('writes a ServiceEntry that the client namespaces see, and whose name the sidecar resolves', () => {
    const chart = newChart('egress');
    const host = direct(chart, { hosts: ['S3.example.com.'], namespaces: ['payments', 'orders'] });
    expect(manifestsOf(chart)).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata: {
          annotations: { 'suppress.cdk8s-istio-egress/EGR3022': 'the object store is in the network of the cluster' },
          name: 'direct-s3-example-com',
          namespace: 'egress',
        },
        spec: {
          ...entry,
          hosts: ['s3.example.com'],
          exportTo: ['orders', 'payments'],
          ports: [tls],
          resolution: 'DNS',
        },
      },
    ]);
    expect(host).toMatchObject({
      ...{ hosts: ['s3.example.com'], namespaces: ['orders', 'payments'], ports: [443] },
      ...{ protocol: DirectProtocol.TLS, cidrs: [], because },
    });
    expect(host.serviceEntries).toEqual([host.node.defaultChild]);
    expect(DirectHost.isDirectHost(host) && !DirectHost.isDirectHost(chart)).toBe(true);
  });

  test('writes to the root namespace, in a chart without a namespace', () => {
    const chart = new Chart(new EgressMesh(new App(), 'mesh', { rootNamespace: 'mesh-root' }), 'chart');
    direct(chart);
    expect(only(chart, 'ServiceEntry').metadata.namespace).toBe('mesh-root');
  });

  test('of a full name with ranges, the sidecar resolves the name, whatever the ranges', () => {
    expect(specsOf({ cidrs: ['203.0.113.0/28'] })).toEqual([
      { ...entry, hosts: ['s3.example.com'], ports: [tls], resolution: 'DNS' },
    ]);
  });

  test('of a wildcard, and of a full name beside a wildcard, sidecars identify the ranges too', () => {
    const inRanges = { ...entry, addresses: ['203.0.113.0/28'], ports: [tls], resolution: 'NONE' };
    expect(specsOf({ hosts: ['s3.example.com', '*.s3.example.com'], cidrs: ['203.0.113.0/28'] })).toEqual([
      { ...inRanges, hosts: ['*.s3.example.com'] },
      { ...inRanges, hosts: ['s3.example.com'] },
    ]);
  });

  test('of HTTP and TCP has the protocol and the ports', () => {
    const http = { name: 'http-80', number: 80, protocol: 'HTTP' };
    expect(specsOf({ protocol: DirectProtocol.HTTP })).toMatchObject([{ ports: [http], resolution: 'DNS' }]);
    const cidrs = ['203.0.113.0/28'];
    expect(specsOf({ protocol: DirectProtocol.TCP, ports: [9001, 22], cidrs })).toMatchObject([
      { addresses: cidrs, resolution: 'NONE', ports: [{ name: 'tcp-22' }, { name: 'tcp-9001' }] },
    ]);
  });

  test('is imported by the sidecars of its namespaces, and opened by their lockdowns, also if it is created later', () => {
    const chart = newChart('egress');
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    const namespaces = ['orders', 'payments'];
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces });
    new EgressSidecar(chart, 'sidecars', { namespaces });
    direct(chart, { cidrs: ['203.0.113.0/28', '2001:db8::/64'], ports: [443, 8443] });
    const [orders, payments] = ofKind(chart, 'NetworkPolicy').map(({ spec }) => spec?.['egress'] as object[]);
    expect(orders).toHaveLength(3);
    expect(payments?.slice(3)).toEqual([
      {
        to: [{ ipBlock: { cidr: '2001:db8::/64' } }, { ipBlock: { cidr: '203.0.113.0/28' } }],
        ports: [443, 8443].map((port) => ({ protocol: 'TCP', port })),
      },
    ]);
    const annotations = ofKind(chart, 'NetworkPolicy').map(({ metadata }) => metadata.annotations);
    expect(annotations).toEqual([undefined, { 'suppress.cdk8s-istio-egress/EGR3307': because }]);
    expect(ofKind(chart, 'Sidecar').map(({ spec }) => spec?.['egress'])).toEqual([
      [{ hosts: ['./*'] }],
      [{ hosts: ['./*', 'egress/s3.example.com'] }],
    ]);
  });

  test('gives a lockdown with ranges of its own no reason', () => {
    const chart = newChart('egress');
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    const allowTo = [EgressPeer.cidr('198.51.100.0/28')];
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'], allowTo });
    direct(chart, { cidrs: ['203.0.113.0/28'] });
    expect(ofKind(chart, 'NetworkPolicy').map(({ metadata }) => metadata.annotations)).toEqual([undefined]);
  });

  test('is in the summary as direct, with its reason', () => {
    const chart = newChart('egress');
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['www.example.com'] });
    direct(chart, { because: `${because}\nand fast` });
    const { rows } = EgressSummary.of(chart);
    expect(rows.map(({ host, because: reason }) => [host, reason])).toEqual([
      ['s3.example.com', `${because}\nand fast`],
      ['www.example.com', undefined],
    ]);
    expect(EgressSummary.of(chart).toMarkdown()).toContain(
      `| s3.example.com | 443 TLS | none (direct): ${because} and fast | namespace('payments') | all | s3.example.com:443 | chart/direct |`,
    );
    expect(rows[0]?.objects).toEqual(['ServiceEntry egress/direct-s3-example-com']);
  });
});

describe('DirectHost rejects', () => {
  test.each<[string, string, Partial<DirectHostProps>]>([
    ['EGR0451', 'an empty reason', { because: ' ' }],
    ['EGR0451', 'a missing reason', { because: undefined }],
    ['EGR0452', 'a wildcard without ranges', { hosts: ['*.s3.example.com'] }],
    ['EGR0452', 'TCP without ranges', { protocol: DirectProtocol.TCP, ports: [22] }],
    [
      'EGR0453',
      'a wildcard of HTTP',
      { protocol: DirectProtocol.HTTP, hosts: ['*.s3.example.com'], cidrs: ['203.0.113.0/28'] },
    ],
    [
      'EGR0405',
      'TCP with two hosts',
      { protocol: DirectProtocol.TCP, ports: [22], hosts: ['a.com', 'b.com'], cidrs: ['203.0.113.0/28'] },
    ],
    ['EGR0401', 'TLS on port 80', { ports: [80] }],
    ['EGR0401', 'HTTP on port 443', { protocol: DirectProtocol.HTTP, ports: [443] }],
    ['EGR0408', 'TLS on the port of SSH', { ports: [22] }],
    ['EGR0112', "a port of Istio's proxies", { ports: [15001] }],
    ['EGR0203', 'a Service of the cluster', { hosts: ['s3.payments.svc.cluster.local'] }],
    ['EGR0211', 'a name in a reserved domain', { hosts: ['s3.corp.internal'] }],
    ['EGR0219', 'the metadata service of a cloud', { cidrs: ['169.254.169.254/32'] }],
    ['EGR0501', 'a namespace of the cluster', { namespaces: ['kube-system'] }],
    ['EGR0101', 'sources', { allowFrom: [] } as never],
  ])('with %s %s', (code, _, props) => {
    expect(() => direct(newChart('egress'), props)).toThrow(code);
  });
});
