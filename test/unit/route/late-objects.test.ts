/** Objects that a host needs later are written in the documented order, before objects that exist already. */
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  TlsOrigination,
  TlsVersion,
} from '../../../lib';
import { Manifest, manifestsOf, newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');
const ALWAYS = [
  ...['DestinationRule upstream', 'DestinationRule subset', 'Gateway server'],
  ...['VirtualService route', 'ServiceEntry external'],
];
const ALL = ['AuthorizationPolicy allow', 'EnvoyFilter tls', ...ALWAYS];

/** Returns the objects of one host, in the order of the manifest: `AuthorizationPolicy allow`. */
function ofHost(manifests: readonly Manifest[], host: string): string[] {
  const end = `-${host.replaceAll('.', '-')}`;
  return manifests
    .filter(({ metadata }) => metadata.name.endsWith(end))
    .map(({ kind, metadata: { name } }) => `${kind} ${name.slice(0, -end.length).replace('egress-', '')}`);
}

const http = (chart: Chart, id = 'http', hosts = ['a.com'], tlsOrigination?: TlsOrigination): ExternalHttpRoute =>
  new ExternalHttpRoute(chart, id, { gateway: gatewayOf(chart), hosts, tlsOrigination });
const tls = (chart: Chart, id = 'tls', hosts = ['a.com']): ExternalTlsRoute =>
  new ExternalTlsRoute(chart, id, { gateway: gatewayOf(chart), hosts });
const modern = TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 });

describe('An AuthorizationPolicy that is added later is written before the other objects of its host', () => {
  test.each<[string, (chart: Chart) => void]>([
    ['by allowFrom after the route', (chart) => tls(chart).allowFrom(PAYMENTS)],
    [
      'by a second route of the host',
      (chart) => {
        const first = tls(chart);
        const props = { gateway: gatewayOf(chart), hosts: ['a.com'], allowFrom: [PAYMENTS] };
        new ExternalHttpRoute(chart, 'http', props);
        first.allowFrom(PAYMENTS);
      },
    ],
    [
      'after the objects were read',
      (chart) => {
        const route = tls(chart);
        expect(route.objects).toHaveLength(5);
        route.allowFrom(PAYMENTS);
        expect(route.objects).toHaveLength(6);
        expect(route.objects).toHaveLength(6);
      },
    ],
  ])('%s', (_, build) => {
    const chart = newChart();
    build(chart);
    expect(ofHost(manifestsOf(chart), 'a.com')).toEqual(['AuthorizationPolicy allow', ...ALWAYS]);
  });

  test('and the EnvoyFilter after it, by allowOperations before allowFrom', () => {
    const chart = newChart();
    const route = http(chart);
    route.allowOperations({ methods: ['GET'] });
    route.allowFrom(PAYMENTS);
    expect(ofHost(manifestsOf(chart), 'a.com')).toEqual([
      'AuthorizationPolicy allow',
      'EnvoyFilter requests',
      ...ALWAYS,
    ]);
  });

  test('for each of several hosts', () => {
    const chart = newChart();
    const route = tls(chart, 'tls', ['a.com', 'b.com']);
    http(chart, 'other', ['b.com', 'c.com']).allowFrom(PAYMENTS);
    route.allowFrom(PAYMENTS);
    const manifests = manifestsOf(chart);
    for (const host of ['a.com', 'b.com', 'c.com']) {
      expect(ofHost(manifests, host)).toEqual(['AuthorizationPolicy allow', ...ALWAYS]);
    }
  });
});

describe('The objects for TLS origination of a second route', () => {
  test('are written before those of the first route', () => {
    const chart = newChart();
    const first = tls(chart);
    const second = http(chart, 'http', ['a.com'], modern);
    expect(ofHost(manifestsOf(chart), 'a.com')).toEqual(ALL.slice(1));
    expect(first.objects.map(({ node }) => node.path)).toEqual(second.objects.map(({ node }) => node.path));
  });

  test('are written after the policy of the first route', () => {
    const chart = newChart();
    tls(chart).allowFrom(PAYMENTS);
    http(chart, 'http', ['a.com'], modern).allowFrom(PAYMENTS);
    expect(ofHost(manifestsOf(chart), 'a.com')).toEqual(ALL);
  });
});

describe('The order of the objects of a host', () => {
  const constructed = ['http', 'tls', 'other'] as const;
  const called = ['allowFrom http', 'allowFrom tls', 'allowFrom other', 'allowOperations http', 'read'] as const;

  test('is the documented order, whatever the order of constructors and calls', () => {
    const orders = fc.tuple(
      fc.shuffledSubarray([...constructed], { minLength: constructed.length }),
      fc.shuffledSubarray([...called], { minLength: called.length }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(orders, ([order, calls, atOnce]) => {
        const chart = newChart();
        const routes = new Map<string, ExternalHttpRoute | ExternalTlsRoute>();
        const makers = {
          http: () => http(chart, 'http', ['a.com'], modern),
          tls: () => tls(chart, 'tls', ['a.com', 'b.com']),
          other: () => http(chart, 'other', ['b.com']),
        };
        const call = (statement: string): void => {
          const [verb, id = ''] = statement.split(' ');
          const route = routes.get(id);
          if (verb === 'read') for (const one of routes.values()) expect(one.objects.length).toBeGreaterThan(3);
          else if (verb === 'allowFrom') route?.allowFrom(PAYMENTS);
          else (route as ExternalHttpRoute).allowOperations({ methods: ['GET'] });
        };
        for (const id of order) {
          routes.set(id, makers[id]());
          if (atOnce) for (const statement of calls.filter((one) => one.endsWith(` ${id}`))) call(statement);
        }
        if (!atOnce) calls.forEach(call);
        const manifests = manifestsOf(chart);
        const [policy, ...others] = ALL;
        expect(ofHost(manifests, 'a.com')).toEqual([policy, 'EnvoyFilter requests', ...others]);
        expect(ofHost(manifests, 'b.com')).toEqual(['AuthorizationPolicy allow', ...ALWAYS]);
      }),
      { numRuns: 50 },
    );
  });

  test('begins after the Namespace of its objects, for later objects too', () => {
    const chart = newChart('team');
    const gateway = gatewayOf(chart);
    const route = tls(chart);
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['team'], createNamespaces: true });
    route.allowFrom(PAYMENTS);
    const manifests = manifestsOf(chart);
    const inTeam = manifests.filter(({ kind, metadata }) => kind === 'Namespace' || metadata.namespace === 'team');
    expect(inTeam[0]?.kind).toBe('Namespace');
    expect(ofHost(manifests, 'a.com')).toEqual(['AuthorizationPolicy allow', ...ALWAYS]);
  });

  test('adds no dependency between charts, which would rename their files', () => {
    const app = new App();
    const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
    const gateway = new EgressGateway(platform, 'gateway');
    const route = new ExternalTlsRoute(team, 'tls', { gateway, hosts: ['a.com'] });
    route.allowFrom(PAYMENTS);
    expect(ofHost(manifestsOf(team), 'a.com')).toEqual(['AuthorizationPolicy allow', ...ALWAYS]);
    expect(manifestsOf(platform).map(({ metadata }) => metadata.name)).toEqual([
      'egress-deny-istio-egressgateway',
      'egress-connect-istio-egressgateway',
    ]);
    expect([platform.node.dependencies, team.node.dependencies]).toEqual([[], []]);
  });
});
