import { App, Lazy } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  EgressGatewayProps,
  EgressLayout,
  ExternalTlsRoute,
  GatewayPorts,
  GatewayWorkload,
} from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, stderrOfEachTest } from '../help';

const stderr = stderrOfEachTest();
const token = Lazy.any({ produce: () => 'x' }) as string;

describe('EgressGateway', () => {
  test('by default is the gateway that istioctl installs, with mesh mTLS, and writes nothing', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    expect(gateway).toMatchObject({
      namespace: 'istio-system',
      serviceName: 'istio-egressgateway',
      serviceHost: 'istio-egressgateway.istio-system.svc.cluster.local',
      selector: { istio: 'egressgateway' },
      clusterDomain: 'cluster.local',
      objects: [],
    });
    expect(gateway.ports).toBe(GatewayPorts.ISTIOCTL);
    expect(gateway.clientTls).toBe(ClientTls.ISTIO_MUTUAL);
    expect(gateway.layout).toBe(EgressLayout.DOCUMENTED);
    expect(gateway.workload.deployed).toBe(false);
    expect(gateway.node.defaultChild).toBeUndefined();
    expect(manifestsOf(chart)).toEqual([]);
  });

  test('from existing has the same defaults', () => {
    const own = new EgressGateway(newChart(), 'gateway');
    const other = EgressGateway.fromExisting(newChart(), 'gateway');
    for (const key of [
      'namespace',
      'serviceName',
      'serviceHost',
      'selector',
      'ports',
      'clientTls',
      'layout',
    ] as const) {
      expect(other[key]).toEqual(own[key]);
    }
  });

  test.each<[string, EgressGatewayProps, RegExp, RegExp]>([
    ['namespace', { namespace: 'Istio' }, /namespace is not a dns-1123 label: got "Istio"/, /as kubectl shows it/],
    ['namespace with a token', { namespace: token }, /namespace is a token/, /resolve the value/],
    ['service name', { serviceName: 'a.b' }, /service name is not a dns-1123 label: got "a\.b"/, /kubectl shows it/],
    ['service name with a token', { serviceName: token }, /service name is a token/, /resolve the value/],
    ['selector that is empty', { selector: {} }, /selector is empty: got \{\}/, /write the labels of the pods/],
    ['selector', { selector: { istio: 'a b' } }, /"istio" has a malformed value: got "a b"/, /kubectl get pods/],
    ['cluster domain', { clusterDomain: 'Cluster.' }, /cluster domain is not.*got "Cluster\."/, /clusterDomain/],
    [
      'name in its metadata',
      { metadata: { name: 'x' } as never },
      /metadata has name: got \{"name":"x"\}/,
      /serviceName/,
    ],
    [
      'namespace in its metadata',
      { metadata: { namespace: 'x' } as never },
      /metadata has namespace/,
      /remove namespace/,
    ],
  ])('refuses a bad %s, made or existing, and names itself', (_, attrs, problem, fix) => {
    for (const message of [
      messageOf(() => new EgressGateway(newChart(), 'gateway', attrs)),
      messageOf(() => EgressGateway.fromExisting(newChart(), 'gateway', attrs)),
    ]) {
      expect(message).toMatch(/^\[chart\/gateway\] /);
      expect(message).toMatch(problem);
      expect(fixIn(message)).toMatch(fix);
    }
  });
});

describe('two descriptions of one gateway in an app', () => {
  test.each<[string, EgressGatewayProps, RegExp]>([
    ['selector', { selector: { istio: 'x' } }, /different selector/],
    ['ports', { ports: GatewayPorts.HELM_CHART }, /different httpPort/],
    ['clientTls', { clientTls: ClientTls.DISABLE }, /different clientTls/],
    ['clusterDomain', { clusterDomain: 'x.local' }, /different clusterDomain/],
  ])('must not differ in %s', (_, attrs, problem) => {
    const app = new App();
    new EgressGateway(newChart('default', app, 'platform'), 'gateway');
    const team = newChart('default', app, 'team');
    const message = messageOf(() => EgressGateway.fromExisting(team, 'theirs', attrs));
    expect(message).toMatch(/^\[team\/theirs\] two constructs describe the gateway istio-system\/istio-egressgateway/);
    expect(message).toMatch(problem);
    expect(message).toContain('["platform/gateway","team/theirs"]');
  });

  test('must not both deploy it', () => {
    const chart = newChart();
    const workload = GatewayWorkload.deployment();
    new EgressGateway(chart, 'a', { workload });
    const message = messageOf(() => new EgressGateway(chart, 'b', { workload }));
    expect(message).toMatch(/^\[chart\/b\] .*deployed twice: got \["chart\/a","chart\/b"\].*fromExisting/);
  });

  test('may say the same, in other apps also the contrary', () => {
    const chart = newChart();
    new EgressGateway(chart, 'a', { workload: GatewayWorkload.deployment(), selector: { a: '1', b: '2' } });
    expect(() => EgressGateway.fromExisting(chart, 'b', { selector: { b: '2', a: '1' } })).not.toThrow();
    expect(() => new EgressGateway(newChart(), 'a', { clientTls: ClientTls.DISABLE })).not.toThrow();
  });
});

describe('a gateway without routes', () => {
  test('is a warning on standard error, once, however many charts there are', () => {
    const app = new App();
    new EgressGateway(newChart('default', app), 'gateway');
    newChart('default', app, 'other');
    app.synthYaml();
    expect(stderr()).toBe(
      'warning: [chart/gateway] gateway istio-egressgateway.istio-system.svc.cluster.local has no routes: ' +
        'nothing of this app leaves through it\n',
    );
  });

  test('is none when a route comes later, or from another chart on a description of its own', () => {
    const app = new App();
    const team = newChart('default', app, 'team');
    new EgressGateway(newChart('default', app), 'gateway');
    new ExternalTlsRoute(team, 'web', { gateway: EgressGateway.fromExisting(team, 'g'), hosts: ['a.com'] });
    app.synthYaml();
    expect(stderr()).toBe('');
  });

  test('is none for one that somebody else owns', () => {
    const chart = newChart();
    EgressGateway.fromExisting(chart, 'gateway');
    chart.toJson();
    expect(stderr()).toBe('');
  });

  test('is told of the one of several that has none', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'used');
    new EgressGateway(chart, 'idle', { namespace: 'b', selector: { istio: 'b' } });
    new ExternalTlsRoute(chart, 'web', { gateway, hosts: ['a.com'] });
    chart.toJson();
    expect(stderr()).toMatch(/^warning: \[chart\/idle\] .*\n$/);
  });
});
