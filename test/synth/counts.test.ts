/** What a synthesis costs, as counts: a time differs from run to run, a count does not. */
import { setFlagsFromString } from 'node:v8';
import { App, Chart, Testing } from 'cdk8s';
import { IConstruct } from 'constructs';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  WildcardTarget,
} from '../../lib';
import { ANALYZERS } from '../../lib/analysis/all';
import { EgressPlan } from '../../lib/mesh/egress-plan';

afterEach(() => jest.restoreAllMocks());

/** Returns an app with a chart per team, and hosts in each. */
function appOf(teams: number, hosts: number): App {
  const app = Testing.app();
  const gateway = new EgressGateway(new Chart(app, 'platform'), 'gateway', { defaultDeny: true });
  for (let team = 0; team < teams; team++) {
    const namespace = `team-${team}`;
    const chart = new Chart(app, namespace, { namespace });
    const allowFrom = [EgressSource.namespace(namespace)];
    for (let host = 0; host < hosts; host++) {
      const name = `host-${host}.${namespace}.example.com`;
      new ExternalTlsRoute(chart, `${name}-tls`, { gateway, hosts: [name], allowFrom });
      new ExternalHttpRoute(chart, `${name}-http`, { gateway, hosts: [name], allowFrom });
    }
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: [namespace] });
    new EgressSidecar(chart, 'sidecar', { namespaces: [namespace] });
  }
  return app;
}

test('A synthesis runs every analyzer of a mesh once, however many charts cdk8s validates', () => {
  const app = appOf(5, 2);
  const runs = ANALYZERS.map((analyzer) => jest.spyOn(analyzer, 'analyze'));
  app.synth();
  expect(runs.map(({ mock }) => mock.calls.length)).toEqual(ANALYZERS.map(() => 1));
});

test('The claims of a host are merged once per call that declares them, and once per synthesis', () => {
  type Merging = { mergeClaims: () => unknown };
  const merges = jest.spyOn(EgressPlan.prototype as unknown as Merging, 'mergeClaims');
  const [hosts, routes] = [30, 60];
  const app = appOf(3, 10);
  expect(merges).toHaveBeenCalledTimes(routes);
  app.synth();
  expect(merges).toHaveBeenCalledTimes(routes + hosts);
});

test('Further sources of a route write and merge nothing', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'chart', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway');
  const route = new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'] });
  route.allowFrom(EgressSource.namespace('first'));
  const merged = jest.spyOn(EgressPlan.prototype, 'externalHost');
  for (const name of ['b', 'a', 'c']) route.allowFrom(EgressSource.namespace(name));
  expect(merged).not.toHaveBeenCalled();
  expect(route.sources.map(String)).toEqual(['a', 'b', 'c', 'first'].map((name) => `namespace('${name}')`));
});

test('Without Namespace objects, no construct has a dependency: cdk8s reads every dependency once per chart', () => {
  const constructs = appOf(2, 2).node.findAll();
  expect(constructs.filter(({ node }) => node.dependencies.length > 0)).toEqual([]);
});

test('Wildcards merge the claims of the hosts below them once per synthesis', () => {
  type Merging = { mergeClaims: () => unknown };
  const merges = jest.spyOn(EgressPlan.prototype as unknown as Merging, 'mergeClaims');
  const count = (wildcards: number): number => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'default' });
    const gateway = new EgressGateway(chart, 'gateway');
    const route = (host: string, from: string, wildcardTarget?: WildcardTarget): void =>
      void new ExternalHttpRoute(chart, host, {
        gateway,
        hosts: [host],
        wildcardTarget,
        allowFrom: [EgressSource.namespace(from)],
      });
    for (let domain = 0; domain < wildcards; domain++) {
      route(`*.d${domain}.example`, 'all', WildcardTarget.host(`any.d${domain}.example`));
      for (const name of ['a', 'b']) route(`${name}.d${domain}.example`, name);
    }
    app.synth();
    const { calls } = merges.mock;
    const made = calls.length;
    merges.mockClear();
    return made;
  };
  expect(count(20)).toBe(2 * count(10));
});

test('An object depends on the Namespace object of its own namespace only', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'chart', { namespace: 'a' });
  const gateway = new EgressGateway(chart, 'gateway');
  new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'] });
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['a', 'b', 'c'], createNamespaces: true });
  const dependencies = chart.node.findAll().map(({ node }) => node.dependencies.length);
  expect(Math.max(...dependencies)).toBe(1);
});

test('The nodes of an app have two shapes, however many hosts: cdk8s reads nodes of few shapes several times as fast', () => {
  const nodes = appOf(3, 20)
    .node.findAll()
    .map(({ node }) => node);
  expect(shapesOf(nodes)).toBe(2);
});

function shapesOf(nodes: readonly IConstruct['node'][]): number {
  setFlagsFromString('--allow-natives-syntax');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- no other syntax reaches the natives of V8
  const haveSameShape = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean;
  setFlagsFromString('--no-allow-natives-syntax');
  const shapes: object[] = [];
  for (const node of nodes) if (!shapes.some((shape) => haveSameShape(shape, node))) shapes.push(node);
  return shapes.length;
}
