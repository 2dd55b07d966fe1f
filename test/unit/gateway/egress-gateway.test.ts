import { App, Lazy } from 'cdk8s';
import { ClientTls, EgressGateway, EgressGatewayProps, EgressMesh, ExternalTlsRoute, GatewayPorts } from '../../../lib';
import { fixIn, manifestsOf, messageOf, newChart, stderrOfEachTest } from '../help';
import { findingsOf } from '../input/findings';

stderrOfEachTest();
const token = Lazy.any({ produce: () => 'x' }) as string;

/** Creates the gateway of the app, and imports the gateway of another app, each with the same properties. */
const MAKERS: Readonly<Record<string, (props: object) => unknown>> = {
  'new EgressGateway': (props) => new EgressGateway(newChart(), 'gateway', props),
  'EgressGateway.fromEgressGatewayAttributes': (props) =>
    EgressGateway.fromEgressGatewayAttributes(newChart(), 'gateway', props),
};

describe('EgressGateway', () => {
  test('EgressGateway describes the gateway of istioctl with mesh mTLS by default, and writes nothing', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    expect(gateway).toMatchObject({
      namespace: 'istio-system',
      serviceName: 'istio-egressgateway',
      serviceHost: 'istio-egressgateway.istio-system.svc.cluster.local',
      selector: { istio: 'egressgateway' },
      clusterDomain: 'cluster.local',
      defaultDeny: false,
      egressProxy: false,
      objects: [],
      routes: [],
    });
    expect(gateway.ports).toBe(GatewayPorts.ISTIOCTL);
    expect(gateway.clientTls).toBe(ClientTls.ISTIO_MUTUAL);
    expect(gateway.workload.isManaged).toBe(false);
    expect(gateway.node.defaultChild).toBeUndefined();
    expect(manifestsOf(chart)).toEqual([]);
  });

  test('EgressGateway.fromEgressGatewayAttributes has the defaults of EgressGateway', () => {
    const own = new EgressGateway(newChart(), 'gateway');
    const imported = EgressGateway.fromEgressGatewayAttributes(newChart(), 'gateway');
    const compared = [
      'namespace',
      'serviceName',
      'serviceHost',
      'selector',
      'ports',
      'clientTls',
      'defaultDeny',
    ] as const;
    for (const key of compared) expect(imported[key]).toEqual(own[key]);
  });

  test.each([
    (props: EgressGatewayProps) => new EgressGateway(newChart(), 'gateway', props),
    (props: EgressGatewayProps) => EgressGateway.fromEgressGatewayAttributes(newChart(), 'gateway', props),
  ])('a gateway shares no object with its properties (%#)', (make) => {
    const props = { selector: { istio: 'egress' }, metadata: { labels: { team: 'net' } } };
    const gateway = make(props);
    for (const { selector, metadata } of [props, gateway]) {
      Object.assign(selector, { istio: 'changed' });
      Object.assign(metadata?.labels ?? {}, { team: 'changed' });
    }
    expect(gateway).toMatchObject({ selector: { istio: 'egress' }, metadata: { labels: { team: 'net' } } });
  });

  test('EgressGateway has the cluster domain of its mesh', () => {
    const app = newChart().node.root;
    const chart = newChart('default', new EgressMesh(app, 'prod', { clusterDomain: 'k8s.internal' }) as never);
    expect(new EgressGateway(chart, 'gateway').serviceHost).toBe('istio-egressgateway.istio-system.svc.k8s.internal');
  });

  test('EgressGateway lists its routes sorted by path, and the routes to a host in any spelling', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const [b, a] = ['b', 'a'].map((id) => new ExternalTlsRoute(chart, id, { gateway, hosts: [`${id}.com`] }));
    expect(gateway.routes).toEqual([a, b]);
    expect(gateway.routesTo('B.com.')).toEqual([b]);
    expect(gateway.routesTo('c.com')).toEqual([]);
  });
});

describe.each(Object.entries(MAKERS))('%s', (name, make) => {
  test.each<[string, EgressGatewayProps, string, RegExp, RegExp]>([
    ['a namespace', { namespace: 'Istio' }, 'EGR0110', /namespace must be a DNS-1123 label: got "Istio"/, /"istio"/],
    ['a namespace that is a token', { namespace: token }, 'EGR0108', /namespace must be a literal/, /resolved value/],
    ['a service name', { serviceName: 'a.b' }, 'EGR0110', /serviceName must be .*label: got "a\.b"/, /kubectl get/],
    ['a service name that is a token', { serviceName: token }, 'EGR0108', /serviceName must be a literal/, /resolved/],
    ['an empty selector', { selector: {} }, 'EGR0114', /selector must .*: got \{\}/, /selector|labels/],
    ['a selector with a blank', { selector: { istio: 'a b' } }, 'EGR0113', /selector.*istio.*got "a b"/, /./],
    [
      'metadata with a name',
      { metadata: { name: 'x' } as never },
      'EGR0307',
      /metadata cannot set name/,
      /remove name/,
    ],
    [
      'a client TLS mode of Istio',
      { clientTls: 'MUTUAL' as never },
      'EGR0104',
      /clientTls.*got "MUTUAL"/,
      /ClientTls\./,
    ],
    [
      'ports as an object',
      { ports: { http: 80 } as never },
      'EGR0103',
      /ports must be a GatewayPorts/,
      /GatewayPorts\./,
    ],
    [
      'the cluster domain, which belongs to the mesh',
      { clusterDomain: 'a.b' } as never,
      'EGR0101',
      /clusterDomain/,
      /write new EgressMesh\(app, 'mesh', { clusterDomain: "a.b" }\)/,
    ],
  ])(`${name} rejects %s`, (_, props, code, problem, fix) => {
    const message = messageOf(() => make(props));
    expect(message).toMatch(new RegExp(`^${code}: \\[chart/gateway\\] `));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each(['defaultDeny', 'egressProxy'])(
    `${name} rejects %s without mesh mTLS, which authenticates callers`,
    (option) => {
      const message = messageOf(() => make({ [option]: true, clientTls: ClientTls.DISABLE }));
      expect(message).toMatch(/^EGR0302: \[chart\/gateway\] .* needs .*ISTIO_MUTUAL/);
      expect(message).toContain(`${option} needs a gateway with ClientTls.ISTIO_MUTUAL`);
      expect(fixIn(message)).toContain(`remove ${option}`);
    },
  );

  test(`${name} names every malformed and every unknown property in one error`, () => {
    const findings = findingsOf(() =>
      make({ namespace: 'Istio', selector: {}, allowedFrom: ['x'], prots: 1, egressProxy: 1 }),
    );
    expect(findings.map(({ code, problem }) => `${code} ${problem}`)).toEqual([
      `EGR0101 ${name.replace('new ', '')} cannot have the property allowedFrom`,
      `EGR0101 ${name.replace('new ', '')} cannot have the property prots`,
      'EGR0110 namespace must be a DNS-1123 label',
      expect.stringMatching(/^EGR0114 selector /),
      'EGR0107 egressProxy must be a boolean',
    ]);
    expect(new Set(findings.map(({ constructPath }) => constructPath))).toEqual(new Set(['chart/gateway']));
    expect(findings[1]?.fix).toBe('rename prots to ports');
  });
});

test.each<[string, object, string]>([
  ['new EgressGateway', { minReplicas: 3 }, 'write workload: GatewayWorkload.deployment({ minReplicas: 3 })'],
  [
    'new EgressGateway',
    { tolerations: [new Map()] },
    'move tolerations into workload: GatewayWorkload.deployment({ tolerations })',
  ],
  [
    'EgressGateway.fromEgressGatewayAttributes',
    { minReplicas: 3 },
    'remove minReplicas: the owner of the gateway deploys the pods',
  ],
])('%s has a fix for the option of the pods in %j', (name, props, fix) => {
  expect(fixIn(messageOf(() => MAKERS[name]?.(props)))).toBe(fix);
});

test.each<[string, (app: App) => unknown]>([
  ['new EgressGateway', (app) => new EgressGateway(app, 'gateway')],
  ['EgressGateway.fromEgressGatewayAttributes', (app) => EgressGateway.fromEgressGatewayAttributes(app, 'gateway')],
])('%s rejects a scope outside every chart', (_, create) => {
  const message = messageOf(() => create(new App()));
  expect(message).toMatch(/^EGR0119: \[gateway\] scope must be a chart/);
  expect(fixIn(message)).toContain('new Chart(app, ');
});

test.each(Object.entries(MAKERS))('%s rejects a selector by the label of a Gateway of the Gateway API', (_, make) => {
  const key = 'gateway.networking.k8s.io/gateway-name';
  for (const selector of [{ [key]: 'egress' }, { istio: 'egress', [key]: 'egress' }]) {
    const message = messageOf(() => make({ selector }));
    expect(message).toMatch(/^EGR0315: .*selector cannot have the label gateway\.networking\.k8s\.io\/gateway-name/);
    expect(fixIn(message)).toMatch(/^write selector: \{ istio: "egressgateway" \} with other labels of the pods/);
  }
});
