import { JsonPatch, Testing } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  EgressGatewayAttributes,
  EgressSource,
  EgressSummary,
  ExternalCidrRoute,
  ExternalCidrRouteProps,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  HostResolution,
  HttpCredential,
  RoutePart,
  TlsOrigination,
} from '../../../lib';
import { Manifest, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { findingOf, findingsOf } from '../input/findings';
import { findingsWith, gatewayOf } from '../synthesis';

stderrOfEachTest();

const PORTS = GatewayPorts.of({ cidrs: { port: 15022, targetPort: 16022 } });
const OUTER = '22.sftp.com.cidrs.invalid';
const SERVICE = 'istio-egressgateway-cidrs.istio-system.svc.cluster.local';

function route(
  props: Partial<ExternalCidrRouteProps> = {},
  chart = newChart(),
  attrs: EgressGatewayAttributes = { ports: PORTS },
) {
  const gateway = gatewayOf(chart, attrs);
  const common = { gateway, hosts: ['sftp.com'], port: 22, cidrs: ['203.0.113.16/28', '198.51.100.0/24'] };
  const allowFrom = [EgressSource.namespace('orders')];
  return { chart, gateway, made: new ExternalCidrRoute(chart, 'sftp', { ...common, allowFrom, ...props }) };
}

const specOf = ({ spec }: Manifest) => spec;
const named = (chart: ReturnType<typeof newChart>, kind: string, name: string) =>
  ofKind(chart, kind).find(({ metadata }) => metadata.name === name)?.spec;

describe('ExternalCidrRoute', () => {
  test('writes its ranges to a ServiceEntry under the outer name, without a resolution', () => {
    const { chart, made } = route();
    expect(specOf(only(chart, 'ServiceEntry'))).toEqual({
      hosts: [OUTER],
      addresses: ['198.51.100.0/24', '203.0.113.16/28'],
      location: 'MESH_EXTERNAL',
      ports: [{ name: 'tcp-22', number: 22, protocol: 'TCP' }],
      resolution: 'NONE',
    });
    expect([made.port, made.cidrs, made.hosts]).toEqual([22, ['198.51.100.0/24', '203.0.113.16/28'], ['sftp.com']]);
    expect(made.virtualServices.map(({ name }) => name)).toEqual(['egress-route-22-sftp-com-cidrs-invalid']);
    expect(made.node.defaultChild).toBe(made.virtualServices[0]);
  });

  test('routes to the port for ranges, with a PROXY protocol header before the handshake', () => {
    const { chart } = route();
    const subset = '22-sftp-com-cidrs-invalid';
    expect(specOf(only(chart, 'VirtualService'))).toMatchObject({
      hosts: [OUTER],
      gateways: ['istio-system/egress-server-sftp-com', 'mesh'],
      tcp: [
        {
          match: [{ gateways: ['mesh'], port: 22 }],
          route: [{ destination: { host: SERVICE, subset, port: { number: 15022 } } }],
        },
        {
          match: [{ gateways: ['istio-system/egress-server-sftp-com'], port: 15022 }],
          route: [{ destination: { host: OUTER, port: { number: 22 } } }],
        },
      ],
    });
    expect(specOf(only(chart, 'DestinationRule'))).toEqual({
      host: SERVICE,
      subsets: [
        {
          name: subset,
          trafficPolicy: { proxyProtocol: { version: 'V2' }, tls: { mode: 'ISTIO_MUTUAL', sni: OUTER } },
        },
      ],
    });
    expect(specOf(only(chart, 'Gateway'))).toEqual({
      selector: { istio: 'egressgateway' },
      servers: [
        {
          port: { number: 15022, name: 'tls-22', protocol: 'TLS' },
          hosts: [`default/${OUTER}`],
          tls: { mode: 'ISTIO_MUTUAL', subjectAltNames: ['spiffe://cluster.local/ns/orders/sa/*'] },
        },
      ],
    });
  });

  test('allows its sources to state addresses in its ranges, and its port', () => {
    const { chart } = route();
    expect(named(chart, 'AuthorizationPolicy', 'egress-allow-sftp-com')?.['rules']).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/orders/sa/*'] } }],
        to: [{ operation: { ports: ['22'] } }],
        when: [
          { key: 'connection.sni', values: [OUTER] },
          { key: 'destination.ip', values: ['198.51.100.0/24', '203.0.113.16/28'] },
        ],
      },
    ]);
  });

  test('has a filter chain for its ranges and its port only, which connects to the address that the caller states', () => {
    const { chart, made } = route();
    const chain = { sni: OUTER };
    const [cluster, proxy, match] = (named(chart, 'EnvoyFilter', 'egress-cidrs-sftp-com')?.['configPatches'] ??
      []) as object[];
    expect(cluster).toMatchObject({
      applyTo: 'CLUSTER',
      patch: { operation: 'ADD', value: { name: 'cidrs|22||sftp.com', type: 'ORIGINAL_DST' } },
    });
    expect(proxy).toMatchObject({
      match: { listener: { portNumber: 16022, filterChain: chain } },
      patch: { value: { typed_config: { cluster: 'cidrs|22||sftp.com' } } },
    });
    expect(match).toMatchObject({
      applyTo: 'FILTER_CHAIN',
      match: { listener: { portNumber: 16022, filterChain: chain } },
      patch: {
        operation: 'MERGE',
        value: {
          filter_chain_match: {
            destination_port: 22,
            prefix_ranges: [
              { address_prefix: '198.51.100.0', prefix_len: 24 },
              { address_prefix: '203.0.113.16', prefix_len: 28 },
            ],
          },
        },
      },
    });
    expect(made.envoyFilters.map(({ name }) => name)).toEqual(['egress-identity-sftp-com', 'egress-cidrs-sftp-com']);
    expect(named(chart, 'EnvoyFilter', 'egress-identity-sftp-com')).toMatchObject({
      configPatches: [{ match: { listener: { portNumber: 16022, filterChain: chain } } }],
    });
  });

  test('shares its host with a route for another port, whose ranges may differ', () => {
    const { chart, gateway } = route();
    const allowFrom = [EgressSource.serviceAccount('orders', 'api')];
    new ExternalCidrRoute(chart, 'other', {
      gateway,
      hosts: ['sftp.com'],
      port: 2222,
      cidrs: ['10.1.0.0/16'],
      allowFrom,
    });
    const entries = ofKind(chart, 'ServiceEntry').map(({ spec }) => [spec?.['hosts'], spec?.['addresses']]);
    expect(entries).toEqual([
      [[OUTER], ['198.51.100.0/24', '203.0.113.16/28']],
      [['2222.sftp.com.cidrs.invalid'], ['10.1.0.0/16']],
    ]);
  });

  test('is in the summary with its ranges', () => {
    const { chart } = route();
    expect(EgressSummary.of(chart).rows.map(({ host, target }) => [host, target])).toEqual([
      ['sftp.com', '198.51.100.0/24:22, 203.0.113.16/28:22'],
    ]);
  });

  test('cannot share its host with a route to a host that the gateway resolves', () => {
    const { chart, gateway } = route();
    const allowFrom = [EgressSource.namespace('orders')];
    new ExternalTcpRoute(chart, 'tcp', {
      gateway,
      hosts: ['sftp.com'],
      port: 23,
      addresses: ['203.0.113.9'],
      allowFrom,
    });
    expect(findingsWith('EGR1005', chart)).toHaveLength(1);
  });

  test('cannot share its host with a route to an address, or to endpoints', () => {
    const { chart, gateway } = route();
    const allowFrom = [EgressSource.namespace('orders')];
    const common = { gateway, hosts: ['sftp.com'], allowFrom };
    const resolution = HostResolution.STATIC;
    new ExternalHttpRoute(chart, 'http', { ...common, addresses: ['203.0.113.99'], resolution });
    const upstream = { endpoints: [{ address: '203.0.113.98' }] };
    new ExternalTlsRoute(chart, 'tls', { ...common, upstream });
    expect(findingsWith('EGR1005', chart).length).toBeGreaterThanOrEqual(2);
    expect(findingsWith('EGR1005', chart)[0]?.fix).toMatch(
      /^write another name on the ExternalCidrRoute, such as hosts: \["range.sftp.com"\]/,
    );
  });

  test('may have a name in a reserved domain, since nothing resolves the name', () => {
    const { chart } = route({ hosts: ['sftp.partner.internal'] });
    expect(only(chart, 'ServiceEntry').spec?.['hosts']).toEqual(['22.sftp.partner.internal.cidrs.invalid']);
  });

  test('has a server of its own, which a patch reaches', () => {
    const { chart, made } = route();
    made.patch(RoutePart.GATEWAY_SERVER, JsonPatch.add('/tls/maxProtocolVersion', 'TLSV1_3'));
    expect(only(chart, 'Gateway').spec).toMatchObject({ servers: [{ tls: { maxProtocolVersion: 'TLSV1_3' } }] });
  });

  test.each([RoutePart.SIDECAR_CONNECTION, RoutePart.GATEWAY_CONNECTION])('has no part %s', (part) => {
    const { chart, made } = route();
    made.patch(part, JsonPatch.add('/connectionPool', {}));
    expect((): unknown => Testing.synth(chart)).toThrow(/EGR0804: .*sftp\.com must have the part/);
  });

  test('changes no object of another host of its gateway', () => {
    const [alone, beside] = [false, true].map((hasRange) => {
      const chart = newChart();
      const allowFrom = [EgressSource.namespace('orders')];
      const credential = HttpCredential.fromSecret({ secretName: 'api-token' });
      const gateway = gatewayOf(chart, { ports: PORTS, credentials: [credential] });
      const common = { gateway, hosts: ['api.com'], allowFrom };
      const tlsOrigination = TlsOrigination.simple();
      new ExternalHttpRoute(chart, 'api', { ...common, tlsOrigination, credential, useClientProtocol: true });
      new ExternalHttpRoute(chart, 'admin', { ...common, port: 8080, upstream: { maxConnections: 5 } });
      new ExternalTcpRoute(chart, 'ssh', { ...common, port: 22, addresses: ['203.0.113.99'] });
      if (hasRange) {
        const ofRange = { gateway, hosts: ['sftp.com'], port: 22, cidrs: ['203.0.113.16/28'], allowFrom };
        new ExternalCidrRoute(chart, 'sftp', ofRange);
      }
      return (Testing.synth(chart) as Manifest[]).filter(({ metadata }) => !metadata.name.includes('sftp-com'));
    });
    expect(alone?.length).toBeGreaterThan(8);
    expect(beside).toEqual(alone);
  });

  test.each<[string, object, string, RegExp]>([
    ['several hosts', { hosts: ['a.com', 'b.com'] }, 'EGR0405', /^hosts of an ExternalCidrRoute must be one host/],
    ['a wildcard', { hosts: ['*.a.com'] }, 'EGR0405', /^hosts of an ExternalCidrRoute must be one host/],
    [
      'a text as a resolution, whose fix would be rejected',
      { resolution: 'static' as never },
      'EGR0431',
      /^resolution cannot be used on an ExternalCidrRoute/,
    ],
    ['a missing list of ranges', { cidrs: undefined }, 'EGR0105', /^cidrs must be a list/],
    ['a range of the cloud', { cidrs: ['169.254.0.0/16'] }, 'EGR0219', /^cidrs\[0\] cannot contain a link-local/],
    ['a missing port', { port: undefined }, 'EGR0111', /^port must be a port number/],
    [
      'a resolution',
      { resolution: HostResolution.STATIC },
      'EGR0431',
      /^resolution cannot be used on an ExternalCidrRoute/,
    ],
    ['settings', { upstream: { maxConnections: 5 } }, 'EGR0101', /cannot have the property upstream/],
    ['a name of a further port', { hosts: ['22.a.com.ports.invalid'] }, 'EGR0211', /^host cannot be in/],
    ['ranges by another name', { ranges: ['10.0.0.0/8'] }, 'EGR0101', /cannot have the property ranges/],
  ])('rejects %s, and names itself', (_, props, code, problem) => {
    const finding = findingOf(() => route(props));
    expect(finding).toMatchObject({ code, constructPath: 'chart/sftp' });
    expect(finding.problem).toMatch(problem);
  });

  test('rejects a gateway without a port for ranges, and names the ports to write', () => {
    expect(findingOf(() => route({}, newChart(), { ports: GatewayPorts.HELM_CHART }))).toMatchObject({
      code: 'EGR0319',
      problem: 'gateway istio-system/istio-egressgateway must have a port for ranges',
      fix: 'write ports: GatewayPorts.of({ http: { port: 80, targetPort: 80 }, tls: { port: 443, targetPort: 443 }, cidrs: { port: 15022 } }) on the gateway',
    });
  });

  test('rejects a gateway with ClientTls.DISABLE, which cannot identify callers', () => {
    const attrs = { ports: PORTS, clientTls: ClientTls.DISABLE };
    const problems = findingsOf(() => route({ allowFrom: undefined }, newChart(), attrs)).map(({ problem }) => problem);
    expect(problems).toEqual([
      'ExternalCidrRoute needs a gateway with ClientTls.ISTIO_MUTUAL, which authenticates callers',
    ]);
  });
});

describe('a gateway with a port for ranges', () => {
  test('has a Service for the port, and reads headers on no other port', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { ports: PORTS });
    expect(gateway.cidrsPortObjects.map(({ node }) => node.path)).toEqual([
      'chart/gateway/CidrsPort/Service',
      'chart/gateway/CidrsPort/EnvoyFilter',
    ]);
    expect(gateway.egressProxyObjects).toEqual([]);
    expect(only(chart, 'Service')).toMatchObject({
      metadata: { name: 'istio-egressgateway-cidrs', namespace: 'istio-system' },
      spec: { selector: { istio: 'egressgateway' }, ports: [{ port: 15022, targetPort: 16022 }] },
    });
    const patches = only(chart, 'EnvoyFilter').spec?.['configPatches'] as { applyTo: string; match: object }[];
    const ofPort = { match: { context: 'GATEWAY', listener: { portNumber: 16022 } } };
    expect(patches).toMatchObject([
      { applyTo: 'LISTENER_FILTER', ...ofPort },
      { applyTo: 'NETWORK_FILTER', ...ofPort },
      { applyTo: 'NETWORK_FILTER', ...ofPort },
    ]);
  });

  test('has no object of the port in an app that does not own the gateway', () => {
    const { gateway } = route();
    expect(gateway.cidrsPortObjects).toEqual([]);
  });

  test('connects to ranges after the handshake, and for no other server on the port before the first byte', () => {
    const { chart } = route({}, newChart());
    expect(JSON.stringify(named(chart, 'EnvoyFilter', 'egress-cidrs-sftp-com'))).toContain(
      '"upstream_connect_mode":"ON_DOWNSTREAM_TLS_HANDSHAKE"',
    );
    const other = newChart();
    new EgressGateway(other, 'gateway', { ports: PORTS });
    const ofPort = only(other, 'EnvoyFilter').spec;
    expect(JSON.stringify(ofPort)).toContain('"upstream_connect_mode":"ON_DOWNSTREAM_DATA"');
    expect(ofPort?.['priority']).toBe(-10);
  });

  test('cannot have a name that leaves no place for the name of the Service', () => {
    const serviceName = 'a'.repeat(58);
    expect(findingOf(() => new EgressGateway(newChart(), 'gateway', { ports: PORTS, serviceName }))).toMatchObject({
      code: 'EGR0110',
      problem: 'serviceName of a gateway with a port for ranges must have at most 57 characters',
      fix: `write serviceName: "${'a'.repeat(57)}"`,
    });
  });
});
