import { Chart } from 'cdk8s';
import {
  ClusterDns,
  ControlPlane,
  Deployer,
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressSidecar,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayPorts,
  GatewayWorkload,
  IEgressGateway,
  TlsOrigination,
} from '../../lib';
import { messageOf, newChart, stderrOfEachTest } from './help';

stderrOfEachTest();

/** What types keep out of a literal only: with every property that it takes, one that it does not. */
const misspelt = { allowedFrom: ['x'] } as object;

type Make = (chart: Chart, gateway: IEgressGateway, more: object | undefined) => unknown;

const CONSTRUCTS: Record<string, Make> = {
  EgressGateway: (chart, _, more) => new EgressGateway(chart, 'it', more && { namespace: 'x', ...more }),
  'EgressGateway.fromExisting': (chart, _, more) =>
    EgressGateway.fromExisting(chart, 'it', more && { namespace: 'x', ...more }),
  ExternalHttpRoute: (chart, gateway, more) =>
    new ExternalHttpRoute(chart, 'it', (more && { gateway, hosts: ['a.com'], ...more }) as never),
  ExternalTcpRoute: (chart, gateway, more) =>
    new ExternalTcpRoute(
      chart,
      'it',
      (more && { gateway, hosts: ['a.com'], port: 22, addresses: ['203.0.113.10'], ...more }) as never,
    ),
  ExternalTlsRoute: (chart, gateway, more) =>
    new ExternalTlsRoute(chart, 'it', (more && { gateway, hosts: ['a.com'], ...more }) as never),
  EgressLockdownPolicy: (chart, gateway, more) =>
    new EgressLockdownPolicy(chart, 'it', (more && { gateway, namespaces: ['a'], ...more }) as never),
  GatewayLockdownPolicy: (chart, _, more) =>
    new GatewayLockdownPolicy(chart, 'it', (more && { gateway: new EgressGateway(chart, 'own'), ...more }) as never),
  EgressAdmissionPolicy: (chart, _, more) =>
    new EgressAdmissionPolicy(
      chart,
      'it',
      (more && { gateway: new EgressGateway(chart, 'own'), deployers: [Deployer.user('ci')], ...more }) as never,
    ),
  EgressSidecar: (chart, _, more) => new EgressSidecar(chart, 'it', (more && { namespaces: ['a'], ...more }) as never),
  EgressTelemetry: (chart, gateway, more) => new EgressTelemetry(chart, 'it', (more && { gateway, ...more }) as never),
};

describe.each(Object.entries(CONSTRUCTS))('%s', (name, make) => {
  test('refuses a property that it does not have, at its path', () => {
    const chart = newChart();
    const message = messageOf(() => make(chart, EgressGateway.fromExisting(chart, 'gateway'), misspelt));
    expect(message).toContain(`[chart/it] ${name} has no property allowedFrom: got ["x"]; allowed: `);
  });

  test('takes its own', () => {
    const chart = newChart();
    expect(() => make(chart, EgressGateway.fromExisting(chart, 'gateway'), {})).not.toThrow();
  });

  if (!name.startsWith('EgressGateway')) {
    test('says so where it gets none at all', () => {
      const chart = newChart();
      const message = messageOf(() => make(chart, EgressGateway.fromExisting(chart, 'gateway'), undefined));
      expect(message).toContain(`[chart/it] properties of ${name} are missing or no object: got undefined; `);
    });
  }
});

const FACTORIES: Record<string, (more: object) => unknown> = {
  'TlsOrigination.simple': (more) => TlsOrigination.simple(more),
  'TlsOrigination.mutual': (more) => TlsOrigination.mutual({ credentialName: 'x', ...more }),
  'TlsOrigination.dangerouslySkipVerification': (more) => TlsOrigination.dangerouslySkipVerification(more),
  'GatewayWorkload.installed': (more) => GatewayWorkload.installed(more),
  'GatewayWorkload.deployment': (more) => GatewayWorkload.deployment(more),
  'GatewayPorts.of': (more) => GatewayPorts.of(more),
  'EgressPeer.sameNamespace': (more) => EgressPeer.sameNamespace(more),
  'EgressPeer.namespace': (more) => EgressPeer.namespace('a', more),
  'EgressPeer.cidr': (more) => EgressPeer.cidr('10.0.0.0/16', more),
  'EgressPeer.apiServer': (more) => EgressPeer.apiServer({ cidrs: ['10.0.0.1/32'], ...more }),
  'ClusterDns.nodeLocal': (more) => ClusterDns.nodeLocal(more),
  'ClusterDns.of': (more) => ClusterDns.of({ namespace: 'dns', pods: { app: 'dns' }, ...more }),
  'ControlPlane.istiod': (more) => ControlPlane.istiod(more),
};

test.each(Object.entries(FACTORIES))('%s refuses a property that it does not have', (name, make) => {
  expect(messageOf(() => make(misspelt))).toContain(`${name} has no property allowedFrom: got ["x"]; allowed: `);
  expect(() => make({})).not.toThrow();
});

test.each<[string, () => unknown]>([
  ['readSecrets', () => GatewayWorkload.deployment({ readSecrets: 'false' as never })],
  ['createNamespace', () => GatewayWorkload.deployment({ createNamespace: 'false' as never })],
  [
    'createNamespaces',
    () => {
      const chart = newChart();
      const gateway = EgressGateway.fromExisting(chart, 'gateway');
      return new EgressLockdownPolicy(chart, 'it', { gateway, namespaces: ['a'], createNamespaces: 'false' as never });
    },
  ],
])('%s takes no text for yes', (name, make) => {
  expect(messageOf(make)).toContain(
    `${name} is no boolean: got "false"; allowed: true or false; fix: write ${name}: true`,
  );
});

test.each(['allow', 'directPorts', 'keepHeaders', 'tlsOrigination'])(
  'a TLS route has no %s: it would be lost',
  (name) => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'gateway');
    const common = { [name]: name === 'tlsOrigination' ? TlsOrigination.simple() : ['x'] };
    const message = messageOf(() => new ExternalTlsRoute(chart, 'it', { gateway, hosts: ['a.com'], ...common }));
    expect(message).toContain(`[chart/it] ${name} on a route of the application's own tls: got `);
    expect(message).toContain('fix: remove ' + name);
  },
);
