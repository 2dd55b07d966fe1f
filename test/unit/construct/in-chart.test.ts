/** Where constructs may stand: below a chart, since their objects are written to one. */
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Deployer,
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayWorkload,
  IEgressGateway,
} from '../../../lib';
import { fixIn, messageOf, newChart, stderrOfEachTest } from '../help';

stderrOfEachTest();

type Make = (scope: Construct, gateway: IEgressGateway) => unknown;

const hosts = ['a.com'];
const namespaces = ['payments'];

const CONSTRUCTS: Record<string, Make> = {
  ExternalHttpRoute: (scope, gateway) => new ExternalHttpRoute(scope, 'it', { gateway, hosts }),
  ExternalTlsRoute: (scope, gateway) => new ExternalTlsRoute(scope, 'it', { gateway, hosts }),
  ExternalTcpRoute: (scope, gateway) =>
    new ExternalTcpRoute(scope, 'it', { gateway, hosts, port: 22, addresses: ['203.0.113.10'] }),
  EgressLockdownPolicy: (scope, gateway) => new EgressLockdownPolicy(scope, 'it', { gateway, namespaces }),
  GatewayLockdownPolicy: (scope, gateway) => new GatewayLockdownPolicy(scope, 'it', { gateway }),
  EgressAdmissionPolicy: (scope, gateway) =>
    new EgressAdmissionPolicy(scope, 'it', { gateway, deployers: [Deployer.user('ci')] }),
  EgressTelemetry: (scope, gateway) => new EgressTelemetry(scope, 'it', { gateway }),
  EgressSidecar: (scope) => new EgressSidecar(scope, 'it', { namespaces }),
  'EgressGateway with a deployment': (scope) =>
    new EgressGateway(scope, 'it', { serviceName: 'it', workload: GatewayWorkload.deployment() }),
};

/** The error of a construct that stands nowhere where it could be written. */
function expectRefusal(message: string, path: string, got: string): void {
  expect(message).toContain(
    `[${path}] construct stands in no chart: got ${got}; allowed: a chart, or a construct in one`,
  );
  expect(fixIn(message)).toBe("give the chart as the first argument: new Chart(app, 'egress')");
}

describe.each(Object.entries(CONSTRUCTS))('%s', (_, make) => {
  test('is refused without a scope: not for its gateway', () => {
    const gateway = new EgressGateway(newChart(), 'gateway');
    expectRefusal(
      messageOf(() => make(undefined as never, gateway)),
      'it',
      'undefined',
    );
  });

  test.each<[string, string, string, (app: App) => Construct]>([
    ['the app itself', 'it', '"App"', (app) => app],
    ['a construct of it that is no chart', 'group/it', '"Construct"', (app) => new Construct(app, 'group')],
  ])('is refused in %s', (_where, path, got, scope) => {
    const app = new App();
    const gateway = new EgressGateway(newChart('default', app), 'gateway');
    const made = scope(app);
    expectRefusal(
      messageOf(() => make(made, gateway)),
      path,
      got,
    );
  });

  test('may stand deep in a chart', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    expect(() => make(new Construct(chart, 'group'), gateway)).not.toThrow();
  });
});

test('a gateway that writes nothing may stand anywhere', () => {
  const app = new App();
  expect(() => EgressGateway.fromExisting(app, 'theirs')).not.toThrow();
  expect(() => new EgressGateway(app, 'installed')).not.toThrow();
  const gateway = app.node.findChild('installed') as EgressGateway;
  expect(() => new ExternalTlsRoute(new Chart(app, 'chart'), 'it', { gateway, hosts })).not.toThrow();
});
