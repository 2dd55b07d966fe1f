/** The shapes of apps that the benchmark measures. */
import { App, Chart } from 'cdk8s';
import {
  AccessLog,
  EgressAdmissionPolicy,
  EgressGateway,
  EgressGatewayProps,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayWorkload,
  IEgressGateway,
  Subject,
  WildcardTarget,
} from '../lib';

export interface Shape {
  readonly title: string;
  /** Declares an app with a number of hosts, or of what the title counts. */
  readonly build: (app: App, size: number) => void;
  /**
   * The numbers to measure.
   * @default - 100, 1,000 and 10,000
   */
  readonly sizes?: readonly number[];
  /**
   * The name of the shape to compare with.
   * @default - the same objects as plain ApiObjects of cdk8s
   */
  readonly against?: string;
  /** The greatest CPU ratio that is intended for a size. */
  readonly limit?: { readonly size: number; readonly ratio: number };
}

export const SHAPES: Readonly<Record<string, Shape>> = {
  tls: {
    title: 'TLS, a route per host',
    limit: { size: 10_000, ratio: 1.25 },
    build: (app, size) => void tlsRoutes(app, size),
  },
  'tls-one-route': {
    title: 'TLS, one route',
    build: (app, size) => {
      const { chart, gateway } = platform(app);
      new ExternalTlsRoute(chart, 'all', { gateway, hosts: hosts(size) });
    },
  },
  http: {
    title: 'HTTP',
    build: (app, size) => {
      const { chart, gateway } = platform(app);
      for (const host of hosts(size)) new ExternalHttpRoute(chart, host, { gateway, hosts: [host] });
    },
  },
  'http-and-tls': {
    title: 'HTTP and TLS',
    build: (app, size) => {
      const { chart, gateway } = platform(app);
      for (const host of hosts(size)) {
        new ExternalHttpRoute(chart, `${host}-http`, { gateway, hosts: [host] });
        new ExternalTlsRoute(chart, `${host}-tls`, { gateway, hosts: [host] });
      }
    },
  },
  'two-sources': {
    title: 'TLS, 2 sources each',
    build: (app, size) => withSources(app, size, 2),
  },
  'twenty-sources': {
    title: 'TLS, 20 of 500 sources each',
    build: (app, size) => withSources(app, size, 20),
  },
  'two-gateways': {
    title: 'TLS, the hosts split between two gateways',
    build: (app, size) => {
      const { chart, gateway } = platform(app);
      const other = new EgressGateway(chart, 'other', {
        namespace: 'other',
        serviceName: 'other',
        selector: { istio: 'other' },
      });
      hosts(size).forEach((host, index) => {
        new ExternalTlsRoute(chart, host, { gateway: index % 2 === 0 ? gateway : other, hosts: [host] });
      });
    },
  },
  'one-team': {
    title: 'One chart of a team with sources, lockdown and sidecar',
    build: (app, size) => teams(app, size, 1),
  },
  'ten-teams': {
    title: '10 charts of teams with sources, lockdown and sidecar',
    build: (app, size) => teams(app, size, 10),
  },
  'hundred-teams': {
    title: '100 charts of teams with sources, lockdown and sidecar',
    limit: { size: 10_000, ratio: 1.3 },
    build: (app, size) => teams(app, size, 100),
  },
  recommended: {
    title: 'The recommended set-up: a platform with its gateway, and a team',
    build: (app, size) => recommended(app, size),
  },
  'dependent-team': {
    title: 'The same, and the chart of the team depends on the chart of the platform',
    against: 'recommended',
    build: (app, size) => recommended(app, size, true),
  },
  'open-sidecars': {
    title: 'TLS hosts open to all, and the Sidecars of 100 namespaces',
    sizes: [100, 1000, 2000],
    build: (app, size) => {
      const { chart } = tlsRoutes(app, size);
      new EgressSidecar(chart, 'sidecars', { namespaces: numbered('team', 100) });
    },
  },
  'hundred-namespaces': {
    title: 'TLS, and a lockdown of 100 namespaces',
    build: (app, size) => namespaces(app, size, false),
  },
  'created-namespaces': {
    title: 'The same, and the lockdown creates the namespaces',
    against: 'hundred-namespaces',
    limit: { size: 10_000, ratio: 1.3 },
    build: (app, size) => namespaces(app, size, true),
  },
  wildcards: {
    title: 'Wildcards with 3 names below each, and sources',
    sizes: [20, 200, 2000],
    limit: { size: 2000, ratio: 1.5 },
    build: wildcards,
  },
  'allow-from-once': {
    title: 'Sources of one route, in one call of allowFrom',
    sizes: [40, 400, 4000],
    build: (app, size) =>
      tlsRoute(app).allowFrom(...numbered('team', size).map((each) => EgressSource.namespace(each))),
  },
  'allow-from-each': {
    title: 'The same sources, in one call of allowFrom each',
    sizes: [40, 400, 4000],
    against: 'allow-from-once',
    limit: { size: 4000, ratio: 1.3 },
    build: (app, size) => {
      const route = tlsRoute(app);
      for (const each of numbered('team', size)) route.allowFrom(EgressSource.namespace(each));
    },
  },
};

interface Platform {
  readonly chart: Chart;
  readonly gateway: EgressGateway;
}

function platform(app: App, props: EgressGatewayProps = {}): Platform {
  const chart = new Chart(app, 'platform', { namespace: 'default' });
  return { chart, gateway: new EgressGateway(chart, 'gateway', props) };
}

/** A route for each host. */
function tlsRoutes(app: App, size: number): Platform {
  const { chart, gateway } = platform(app);
  for (const host of hosts(size)) new ExternalTlsRoute(chart, host, { gateway, hosts: [host] });
  return { chart, gateway };
}

function tlsRoute(app: App): ExternalTlsRoute {
  const { chart, gateway } = platform(app);
  return new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'] });
}

function withSources(app: App, size: number, sources: number): void {
  const { chart, gateway } = platform(app);
  const all = numbered('source', 500).map((each) => EgressSource.namespace(each));
  hosts(size).forEach((host, index) => {
    const allowFrom = Array.from(
      { length: sources },
      (_, n) => all[(index * sources + n) % all.length] as EgressSource,
    );
    new ExternalTlsRoute(chart, host, { gateway, hosts: [host], allowFrom });
  });
}

/** A chart of a platform, and charts of teams that share the hosts. */
function teams(app: App, size: number, count: number): void {
  const { gateway } = platform(app, { defaultDeny: true });
  const all = hosts(size);
  numbered('team', count).forEach((name, index) => {
    const team = new Chart(app, name, { namespace: name });
    teamOf(
      team,
      name,
      gateway,
      all.filter((_, host) => host % count === index),
    );
  });
}

/** The set-up of `examples/production`. */
function recommended(app: App, size: number, dependent = false): void {
  const { chart, gateway } = platform(app, {
    namespace: 'istio-egress',
    serviceName: 'egress',
    selector: { istio: 'dedicated-egress' },
    defaultDeny: true,
    workload: GatewayWorkload.deployment({ createNamespace: true, readSecrets: true }),
  });
  new EgressTelemetry(chart, 'log', { gateway, accessLog: AccessLog.JSON });
  new GatewayLockdownPolicy(chart, 'gateway-lockdown', { gateway });
  new EgressAdmissionPolicy(chart, 'admission', { gateway, deployers: [Subject.group('system:masters')] });
  const team = new Chart(app, 'team', { namespace: 'team' });
  if (dependent) team.addDependency(chart);
  teamOf(team, 'team', gateway, hosts(size));
}

function teamOf(team: Chart, name: string, gateway: IEgressGateway, names: readonly string[]): void {
  for (const host of names) {
    new ExternalTlsRoute(team, host, { gateway, hosts: [host], allowFrom: [EgressSource.namespace(name)] });
  }
  new EgressLockdownPolicy(team, 'lockdown', { gateway, namespaces: [name] });
  new EgressSidecar(team, 'sidecar', { namespaces: [name] });
}

function namespaces(app: App, size: number, createNamespaces: boolean): void {
  const { chart, gateway } = tlsRoutes(app, size);
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: numbered('team', 100), createNamespaces });
}

function wildcards(app: App, size: number): void {
  const { chart, gateway } = platform(app);
  const from = (name: string): { allowFrom: EgressSource[] } => ({ allowFrom: [EgressSource.namespace(name)] });
  for (const domain of hosts(size)) {
    const target = WildcardTarget.host(`any.${domain}`);
    const any = [`*.${domain}`];
    new ExternalHttpRoute(chart, domain, { gateway, hosts: any, wildcardTarget: target, ...from('all') });
    for (const name of ['a', 'b', 'c']) {
      const host = `${name}.${domain}`;
      new ExternalHttpRoute(chart, host, { gateway, hosts: [host], ...from(name) });
    }
  }
}

/** Returns the names of hosts. */
export function hosts(count: number): string[] {
  return numbered('host', count).map((name) => `${name}.example.com`);
}

/** Returns a name with the numbers from 0. */
export function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}`);
}
