import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  TlsOrigination,
} from '../../../lib';
import { Manifest, manifestsOf, newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');

function configMap(chart: Chart, id = 'config'): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
}

function tls(chart: Chart, id = 'tls', hosts = ['a.com']): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, id, { gateway: gatewayOf(chart), hosts });
}

function namesIn(chart: Chart): string[] {
  return (Testing.synth(chart) as Manifest[]).map(({ metadata }) => metadata.name);
}

describe('An object that depends on a route', () => {
  test('is written after all objects of the route in its chart, later objects included', () => {
    const chart = newChart();
    const config = configMap(chart);
    const route = tls(chart);
    expect(namesIn(chart)[0]).toBe('config');
    config.node.addDependency(route);
    route.allowFrom(PAYMENTS);
    const names = namesIn(chart);
    expect(route.objects).toHaveLength(6);
    for (const { name } of route.objects) expect(names.indexOf(name)).toBeLessThan(names.indexOf('config'));
    expect(names.filter((name) => name.endsWith('a-com'))).toEqual(route.objects.map(({ name }) => name));
  });

  test('does not wait for the objects of other hosts', () => {
    const chart = newChart();
    const config = configMap(chart);
    tls(chart, 'other', ['b.com']);
    config.node.addDependency(tls(chart));
    expect(
      namesIn(chart)
        .slice(5)
        .map((name) => name.split('-').slice(-2).join('-')),
    ).toEqual(['config', ...Array<string>(5).fill('b-com')]);
  });

  test('may itself be a route, whose objects are then written after those of the other route', () => {
    const chart = newChart();
    const [a, b] = [tls(chart, 'a', ['a.com']), tls(chart, 'b', ['b.com'])];
    a.node.addDependency(b);
    const hosts = manifestsOf(chart).map(({ metadata }) => metadata.name.slice(-'a-com'.length));
    expect(hosts).toEqual([...Array<string>(5).fill('b-com'), ...Array<string>(5).fill('a-com')]);
  });

  test.each([true, false])('may be a construct around the route (around both ends: %p)', (both) => {
    const chart = newChart();
    const gateway = gatewayOf(chart);
    const [aroundA, aroundB] = [new Construct(chart, 'around-a'), new Construct(chart, 'around-b')];
    const a = new ExternalTlsRoute(aroundA, 'a', { gateway, hosts: ['a.com'] });
    new ExternalTlsRoute(aroundB, 'b', { gateway, hosts: ['b.com'] });
    (both ? aroundA : a).node.addDependency(aroundB);
    expect(namesIn(chart).map((name) => name.slice(-'a-com'.length))).toEqual([
      ...Array<string>(5).fill('b-com'),
      ...Array<string>(5).fill('a-com'),
    ]);
  });

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('may be route %s of a host that route %s also has', (first, second) => {
    const chart = newChart();
    const gateway = gatewayOf(chart);
    const a = new ExternalHttpRoute(chart, 'a', { gateway, hosts: ['both.com'] });
    const b = new ExternalTlsRoute(chart, 'b', { gateway, hosts: ['both.com', 'one.com'] });
    const [source, target] = first === 'a' ? [a, b] : [b, a];
    source.node.addDependency(target);
    expect(namesIn(chart).map((name) => name.replace(/^(external|egress-\w+)-/, ''))).toEqual(
      second === 'b'
        ? [...Array<string>(5).fill('one-com'), ...Array<string>(5).fill('both-com')]
        : [...Array<string>(5).fill('both-com'), ...Array<string>(5).fill('one-com')],
    );
  });

  test('in another chart makes its chart depend on the chart of the route', () => {
    const app = new App();
    const [team, other] = [newChart('default', app, 'team'), newChart('default', app, 'other')];
    const config = configMap(other);
    config.node.addDependency(tls(team));
    Testing.synth(other);
    expect(other.node.dependencies).toEqual([team]);
  });
});

test('route.node.findAll returns the route and its objects, each once, and app.node.findAll returns no object twice', () => {
  const chart = newChart();
  const tlsOrigination = TlsOrigination.simple();
  const gateway = gatewayOf(chart);
  const route = new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['b.com', 'a.com'], tlsOrigination });
  expect(route.node.findAll()).toEqual([route, ...route.objects]);
  expect(route.objects).toHaveLength(10);
  const all = chart.node.root.node.findAll();
  expect(new Set(all).size).toBe(all.length);
});

test('The path of an object begins with the path of a route, and names the host', () => {
  const chart = newChart();
  const route = tls(chart, 'tls', ['b.com', 'a.com']);
  new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['a.com'] });
  route.allowFrom(PAYMENTS);
  for (const object of route.objects) {
    expect(object.node.path).toMatch(/^chart\/(tls|http)\/\/[ab]\.com\/[A-Z]\w+$/);
  }
  expect(route.serviceEntries.map(({ node }) => node.path)).toEqual([
    'chart/http//a.com/ServiceEntry',
    'chart/tls//b.com/ServiceEntry',
  ]);
});

test('A Namespace of the chart is written before the objects of routes in the namespace, in both orders of construction', () => {
  for (const routeFirst of [true, false]) {
    const chart = newChart('team');
    const gateway = new EgressGateway(chart, 'gateway');
    const build = [
      () => new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] }),
      () => new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['team'], createNamespaces: true }),
    ];
    for (const run of routeFirst ? build : build.reverse()) run();
    const order = manifestsOf(chart)
      .filter(({ kind, metadata }) => kind === 'Namespace' || metadata.namespace === 'team')
      .map(({ kind }) => kind);
    expect(order.indexOf('Namespace')).toBe(0);
    expect(order).toContain('ServiceEntry');
  }
});
