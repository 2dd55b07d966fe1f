import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import {
  EgressChecks,
  EgressGateway,
  EgressLockdownPolicy,
  EgressMesh,
  EgressMeshProps,
  EgressSource,
  ExternalTlsRoute,
  OutboundTrafficPolicyMode,
} from '../../../lib';
import { meshOf } from '../../../lib/construct/mesh';
import { findingOf, findingsOf } from '../input/findings';
import { manifestsOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { foundAtSynthesis } from '../synthesis';

stderrOfEachTest();

/** Creates a chart with a gateway and a route in a mesh or in an app. */
function egressIn(scope: Construct, id = 'chart', hosts = ['a.com']): Chart {
  const chart = new Chart(scope, id, { namespace: 'team' });
  const gateway = new EgressGateway(chart, 'gateway');
  const allowFrom = [EgressSource.namespace('payments')];
  new ExternalTlsRoute(chart, 'route', { gateway, hosts, allowFrom });
  return chart;
}

describe('EgressMesh', () => {
  test("has the settings of Istio's default profile by default, as an app without a mesh", () => {
    const mesh = new EgressMesh(new App(), 'mesh');
    const { clusterDomain, trustDomain, trustDomainAliases, rootNamespace, outboundTrafficPolicy, externalDomains } =
      mesh;
    const trust = { trustDomain, trustDomainAliases };
    const { syncWaves } = mesh;
    const settings = { clusterDomain, ...trust, rootNamespace, outboundTrafficPolicy, externalDomains, syncWaves };
    expect(settings).toEqual({
      clusterDomain: 'cluster.local',
      trustDomain: 'cluster.local',
      trustDomainAliases: [],
      rootNamespace: 'istio-system',
      outboundTrafficPolicy: OutboundTrafficPolicyMode.ALLOW_ANY,
      externalDomains: [],
      syncWaves: false,
    });
    expect(meshOf(newChart()).model.settings).toEqual(settings);
  });

  test('writes clusterDomain to the hosts of the gateway, and not to principals', () => {
    const mesh = new EgressMesh(new App(), 'mesh', { clusterDomain: 'k8s.internal' });
    const chart = egressIn(mesh);
    const host = 'istio-egressgateway.istio-system.svc.k8s.internal';
    expect(ofKind(chart, 'DestinationRule').map(({ spec }) => spec?.['host'])).toContain(host);
    expect(JSON.stringify(only(chart, 'VirtualService').spec)).toContain(`"host":"${host}"`);
    expect((chart.node.findChild('gateway') as EgressGateway).serviceHost).toBe(host);
    expect(JSON.stringify(manifestsOf(chart))).toContain('"cluster.local/ns/payments/sa/*"');
  });

  test('writes trustDomain and its aliases to the identities that gateways accept, and not to principals', () => {
    const trustDomainAliases = ['older.example', 'old.example'];
    const mesh = new EgressMesh(new App(), 'mesh', { trustDomain: 'mesh.example', trustDomainAliases });
    expect([mesh.trustDomain, mesh.trustDomainAliases]).toEqual(['mesh.example', ['old.example', 'older.example']]);
    const chart = new Chart(mesh, 'chart', { namespace: 'team' });
    const gateway = new EgressGateway(chart, 'gateway');
    const allowFrom = [EgressSource.serviceAccount('payments', 'api')];
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['a.com'], allowFrom });
    const tls = {
      mode: 'ISTIO_MUTUAL',
      subjectAltNames: ['mesh', 'old', 'older'].map((name) => `spiffe://${name}.example/ns/payments/sa/api`),
    };
    expect(only(chart, 'Gateway').spec).toMatchObject({ servers: [{ tls }] });
    expect(JSON.stringify(manifestsOf(chart))).toContain('"cluster.local/ns/payments/sa/api"');
  });

  test('applies rootNamespace to the gateways whose policies may affect each other', () => {
    const found = ['istio-system', 'istio-config'].map((rootNamespace) => {
      const mesh = new EgressMesh(new App(), 'mesh', { rootNamespace });
      const chart = egressIn(mesh);
      const other = new EgressGateway(chart, 'other', { namespace: 'egress', serviceName: 'other' });
      new ExternalTlsRoute(chart, 'open', { gateway: other, hosts: ['b.com'] });
      return EgressChecks.of(mesh)
        .findings()
        .map(({ code }) => code);
    });
    expect(found).toEqual([['EGR1101'], ['EGR2001']]);
  });

  test('is read by the constructs of charts at every depth, and the nearest mesh applies', () => {
    const app = new App();
    const mesh = new EgressMesh(app, 'mesh', { clusterDomain: 'a.internal' });
    const chart = new Chart(new Construct(mesh, 'group'), 'chart');
    expect(new EgressGateway(chart, 'gateway').clusterDomain).toBe('a.internal');
    expect(new EgressGateway(newChart('default', app), 'gateway').clusterDomain).toBe('cluster.local');
  });

  test('is rejected inside another mesh, directly and deeper', () => {
    const app = new App();
    const outer = new EgressMesh(app, 'outer');
    for (const scope of [outer, new Construct(outer, 'group')]) {
      expect(findingOf(() => new EgressMesh(scope, 'inner'))).toMatchObject({
        code: 'EGR0802',
        constructPath: `${scope.node.path}/inner`,
        got: '"outer"',
      });
    }
  });

  test('reports all its malformed properties in one error', () => {
    const trust = { trustDomain: 'spiffe://a.b', trustDomainAliases: ['a.b', 'a.b', 'A.b'] };
    const props = {
      clusterDomain: 'Cluster.Local',
      ...trust,
      rootNamespace: 'a.b',
      outboundTrafficPolicy: 'x',
    } as never;
    expect(findingsOf(() => new EgressMesh(new App(), 'mesh', props))).toMatchObject([
      { code: 'EGR0117', constructPath: 'mesh' },
      { code: 'EGR0117', constructPath: 'mesh', problem: 'trustDomain must be a DNS domain in lower case' },
      { code: 'EGR0106', constructPath: 'mesh' },
      { code: 'EGR0117', constructPath: 'mesh', fix: 'write "a.b"' },
      { code: 'EGR0110', constructPath: 'mesh' },
      { code: 'EGR0104', constructPath: 'mesh' },
    ]);
  });

  test.each<[string, object | null]>([
    ['EGR0101', { meshId: 'a' }],
    ['EGR0102', null],
  ])('rejects unknown properties and null with %s', (code, props) => {
    expect(findingOf(() => new EgressMesh(new App(), 'mesh', props as EgressMeshProps)).code).toBe(code);
  });

  test('is recognized by EgressMesh.isEgressMesh', () => {
    const app = new App();
    expect([new EgressMesh(app, 'mesh'), app, undefined].map((each) => EgressMesh.isEgressMesh(each))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('Two meshes of one app', () => {
  const twoMeshes = (app: App): EgressMesh[] => ['prod', 'test'].map((id) => new EgressMesh(app, id));

  test('do not see each other: neither hosts, nor gateways, nor namespaces', () => {
    const app = new App();
    const charts = twoMeshes(app).map((mesh) => egressIn(mesh));
    for (const chart of charts) {
      const gateway = chart.node.findChild('gateway') as EgressGateway;
      expect(gateway.routes.map(({ node }) => node.path)).toEqual([`${chart.node.path}/route`]);
      new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'], createNamespaces: true });
    }
    expect(EgressChecks.of(app).findings()).toEqual([]);
    expect(charts.flatMap(foundAtSynthesis)).toEqual([]);
    expect(manifestsOf(charts[0] as Chart)).toEqual(manifestsOf(charts[1] as Chart));
  });

  test('leave constructs outside the meshes without settings, which is an error', () => {
    const app = new App();
    egressIn(new EgressMesh(app, 'mesh'));
    const { node } = egressIn(app);
    expect(EgressChecks.of(app).findings()).toMatchObject([
      { code: 'EGR1602', constructPath: '', got: JSON.stringify([`${node.path}/gateway`, `${node.path}/route`]) },
    ]);
  });

  test('have findings of their own', () => {
    const app = new App();
    const [prod, test] = twoMeshes(app) as [EgressMesh, EgressMesh];
    const gateway = egressIn(prod).node.findChild('gateway') as EgressGateway;
    new ExternalTlsRoute(new Chart(prod, 'second'), 'again', { gateway, hosts: ['a.com'] });
    egressIn(test);
    const paths = (scope: Construct) =>
      EgressChecks.of(scope)
        .findings()
        .map(({ constructPath }) => constructPath);
    expect([...new Set(paths(app))]).toEqual(['prod/second/again']);
    expect(paths(test)).toEqual([]);
  });
});

test('A removed construct is an error at synthesis, and cannot be replaced', () => {
  const chart = egressIn(new App());
  const removed = chart.node.findChild('route').node;
  chart.node.tryRemoveChild('route');
  expect(foundAtSynthesis(chart)).toEqual([expect.stringMatching(/^EGR1604: .*chart\/route/)]);
  const gateway = chart.node.findChild('gateway') as EgressGateway;
  expect(findingOf(() => new ExternalTlsRoute(chart, 'route', { gateway, hosts: ['b.com'] }))).toMatchObject({
    code: 'EGR0803',
    constructPath: removed.path,
  });
});

describe('The output type of an app', () => {
  const { FILE_PER_APP, FILE_PER_CHART, FILE_PER_RESOURCE, FOLDER_PER_CHART_FILE_PER_RESOURCE } = YamlOutputType;
  let outdir: string;
  beforeEach(() => (outdir = mkdtempSync(join(tmpdir(), 'egress-mesh-'))));
  afterEach(() => rmSync(outdir, { recursive: true }));

  const mixed = (app: App): string[] => {
    try {
      app.synth();
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').filter((line) => line.includes('EGR1601'));
    }
  };

  test.each([FILE_PER_APP, FILE_PER_RESOURCE])('%p is an error with two meshes, once', (yamlOutputType) => {
    const app = new App({ outdir, yamlOutputType });
    for (const id of ['prod', 'test']) egressIn(new EgressMesh(app, id));
    expect(mixed(app)).toEqual([
      expect.stringMatching(
        /EGR1601: \[prod\] .*got "YamlOutputType\.FILE_PER_\w+".*FOLDER_PER_CHART_FILE_PER_RESOURCE/,
      ),
    ]);
    expect(readdirSync(outdir)).toEqual([]);
  });

  test.each([FILE_PER_CHART, FOLDER_PER_CHART_FILE_PER_RESOURCE])('%p separates two meshes', (yamlOutputType) => {
    const app = new App({ outdir, yamlOutputType });
    for (const id of ['prod', 'test']) egressIn(new EgressMesh(app, id));
    expect(mixed(app)).toEqual([]);
    expect(readdirSync(outdir).map((name) => name.split('-')[0])).toEqual(['prod', 'test']);
  });

  test.each([FILE_PER_APP, FILE_PER_RESOURCE])(
    '%p is accepted with one mesh, and beside an empty mesh',
    (yamlOutputType) => {
      const app = new App({ outdir, yamlOutputType });
      new EgressMesh(app, 'empty');
      egressIn(new EgressMesh(app, 'prod'));
      expect(mixed(app)).toEqual([]);
    },
  );

  test('FILE_PER_APP is an error with a mesh beside routes outside the mesh', () => {
    const app = new App({ outdir, yamlOutputType: FILE_PER_APP });
    egressIn(app, 'outside');
    egressIn(new EgressMesh(app, 'prod'));
    expect(mixed(app)).toHaveLength(1);
  });
});
