/** The order of objects in a file suits `kubectl apply`, and does not depend on the order of construction. */
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
  TlsOrigination,
  TlsVersion,
} from '../../lib';
import { synthesized } from '../support/synthesized';

const namespaces = ['new-team'];
const hosts = ['a.example.com', 'b.example.com'];
const PER_HOST = ['DestinationRule', 'DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'];

it.each(['first', 'last'])('Namespaces are written before their objects if the lockdown is created %s', (when) => {
  const manifests = synthesized((chart) => {
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    const lockdown = () => new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces, createNamespaces: true });
    if (when === 'first') lockdown();
    new ExternalTlsRoute(chart, 'route', { gateway, hosts });
    if (when === 'last') lockdown();
  }, 'new-team');
  const kinds = manifests.map(({ kind }) => kind);
  expect(kinds.filter((kind) => PER_HOST.includes(kind))).toEqual([...PER_HOST, ...PER_HOST]);
  const [first] = manifests.filter(({ metadata }) => [metadata.name, metadata.namespace].includes('new-team'));
  expect(first?.kind).toBe('Namespace');
});

it('the Namespace of a deployed gateway is written before its objects', () => {
  const manifests = synthesized((chart) => {
    const workload = GatewayWorkload.deployment({ createNamespace: true, readSecrets: true });
    const gateway = new EgressGateway(chart, 'gateway', { namespace: 'istio-egress', workload });
    new ExternalTlsRoute(chart, 'route', { gateway, hosts, allowFrom: [EgressSource.anyAuthenticated()] });
    new EgressTelemetry(chart, 'log', { gateway });
  });
  expect(manifests[0]).toMatchObject({ kind: 'Namespace', metadata: { name: 'istio-egress' } });
  expect(manifests.filter(({ kind }) => kind === 'Namespace')).toHaveLength(1);
});

it.each(['first', 'last'])('Namespaces are written before their Sidecars if the lockdown is created %s', (when) => {
  const manifests = synthesized((chart) => {
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
    const lockdown = () => new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces, createNamespaces: true });
    if (when === 'first') lockdown();
    new EgressSidecar(chart, 'sidecars', { namespaces });
    if (when === 'last') lockdown();
  });
  expect(manifests[0]?.kind).toBe('Namespace');
  expect(manifests.map(({ kind }) => kind).sort()).toEqual(['Namespace', 'NetworkPolicy', 'Sidecar']);
});

/** Calls that add sources and operations to the routes of two hosts. */
const CALLS: Readonly<Record<string, (made: { http: ExternalHttpRoute; tls: ExternalTlsRoute }) => void>> = {
  'http.allowFrom': ({ http }) => http.allowFrom(EgressSource.namespace('team')),
  'tls.allowFrom': ({ tls }) => tls.allowFrom(EgressSource.anyAuthenticated()),
  'http.methods': ({ http }) => http.allowOperations({ methods: ['GET'] }),
  'http.paths': ({ http }) => http.allowOperations({ paths: ['/v1/*'] }),
};

it.each([
  [['http.allowFrom', 'tls.allowFrom', 'http.methods', 'http.paths']],
  [['http.paths', 'tls.allowFrom', 'http.methods', 'http.allowFrom']],
  [['http.methods', 'http.allowFrom', 'http.paths', 'tls.allowFrom']],
])('AuthorizationPolicies and filters are written before the objects that open a host, for the calls %j', (order) => {
  for (const httpFirst of [true, false]) {
    const manifests = synthesized((chart: Chart) => {
      const gateway = new EgressGateway(chart, 'gateway', { namespace: 'istio-egress' });
      const tlsOrigination = TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 });
      const makeHttp = () =>
        new ExternalHttpRoute(chart, 'http', { gateway, hosts: hosts.slice(0, 1), tlsOrigination });
      const makeTls = () => new ExternalTlsRoute(chart, 'tls', { gateway, hosts });
      const first = httpFirst ? makeHttp() : makeTls();
      const second = httpFirst ? makeTls() : makeHttp();
      const made = httpFirst ? { http: first, tls: second } : { http: second, tls: first };
      for (const call of order) CALLS[call]?.(made as Parameters<(typeof CALLS)[string]>[0]);
    });
    const of = (host: string) =>
      manifests.filter(({ metadata }) => metadata.name.endsWith(host.replaceAll('.', '-'))).map(({ kind }) => kind);
    expect(of('a.example.com')).toEqual(['AuthorizationPolicy', 'EnvoyFilter', 'EnvoyFilter', ...PER_HOST]);
    expect(of('b.example.com')).toEqual(['AuthorizationPolicy', ...PER_HOST]);
    expect(manifests[0]?.metadata.name).toBe('egress-deny-istio-egressgateway');
  }
});

describe('dependencies of a user between the objects of a host change nothing', () => {
  type Depend = (route: ExternalTlsRoute, chart: Chart) => void;
  const inChart: readonly (readonly [string, Depend])[] = [
    [
      'a VirtualService on its ServiceEntry',
      ({ virtualServices, serviceEntries }) => virtualServices[0]!.addDependency(serviceEntries[0]!),
    ],
    [
      'every object on the ServiceEntry',
      (route) => route.objects.forEach((each) => each.addDependency(route.serviceEntries[0]!)),
    ],
    ['a route on itself', (route) => route.node.addDependency(route)],
    ['the construct of a route on the route', (route) => route.node.scope!.node.addDependency(route)],
  ];
  test.each(inChart)('%s, with one route of the host and with two', (_, depend) => {
    for (const count of [1, 2]) {
      const manifests = synthesized((chart) => {
        const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
        const team = new Construct(chart, 'team');
        const route = new ExternalTlsRoute(team, 'tls', { gateway, hosts: ['a.example.com'] });
        depend(route, chart);
        if (count === 2) new ExternalHttpRoute(team, 'http', { gateway, hosts: ['a.example.com'] });
      });
      expect(manifests.map(({ kind }) => kind)).toEqual(PER_HOST);
    }
  });
});
