/** Constructs must be below a chart, because their objects are written to a chart. */
import { App } from 'cdk8s';
import { Construct } from 'constructs';
import {
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressTelemetry,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayPorts,
  GatewayWorkload,
  IEgressGateway,
  Subject,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { newChart, stderrOfEachTest } from '../help';

stderrOfEachTest();

type Make = (scope: Construct, gateway: IEgressGateway) => unknown;

const hosts = ['a.com'];
const namespaces = ['payments'];
const ports = GatewayPorts.of({ cidrs: { port: 15022 } });

const CONSTRUCTS: Record<string, Make> = {
  ExternalHttpRoute: (scope, gateway) => new ExternalHttpRoute(scope, 'it', { gateway, hosts }),
  ExternalTlsRoute: (scope, gateway) => new ExternalTlsRoute(scope, 'it', { gateway, hosts }),
  ExternalTcpRoute: (scope, gateway) =>
    new ExternalTcpRoute(scope, 'it', { gateway, hosts, port: 22, addresses: ['203.0.113.10'] }),
  ExternalCidrRoute: (scope, gateway) =>
    new ExternalCidrRoute(scope, 'it', { gateway, hosts, port: 22, cidrs: ['203.0.113.0/28'] }),
  EgressLockdownPolicy: (scope, gateway) => new EgressLockdownPolicy(scope, 'it', { gateway, namespaces }),
  GatewayLockdownPolicy: (scope, gateway) => new GatewayLockdownPolicy(scope, 'it', { gateway }),
  EgressAdmissionPolicy: (scope, gateway) =>
    new EgressAdmissionPolicy(scope, 'it', { gateway, deployers: [Subject.user('ci')] }),
  EgressTelemetry: (scope, gateway) => new EgressTelemetry(scope, 'it', { gateway }),
  EgressSidecar: (scope) => new EgressSidecar(scope, 'it', { namespaces }),
  'EgressGateway with a deployment': (scope) =>
    new EgressGateway(scope, 'it', { serviceName: 'it', workload: GatewayWorkload.deployment() }),
};

function expectRejection(run: () => unknown, path: string, got: string): void {
  expect(findingOf(run)).toMatchObject({
    code: 'EGR0119',
    constructPath: path,
    got,
    fix: expect.stringContaining("new Chart(app, 'egress')") as string,
  });
}

describe.each(Object.entries(CONSTRUCTS))('%s', (_, make) => {
  test('is rejected without a scope, and not for its gateway', () => {
    const gateway = new EgressGateway(newChart(), 'gateway', { ports });
    expectRejection(() => make(undefined as never, gateway), 'it', '"no scope"');
  });

  test.each<[string, string, string, (app: App) => Construct]>([
    ['the app', 'it', 'App', (app) => app],
    ['a construct of the app that is not a chart', 'group/it', 'Construct', (app) => new Construct(app, 'group')],
  ])('is rejected directly below %s', (_where, path, got, scopeIn) => {
    const app = new App();
    const gateway = new EgressGateway(newChart('default', app), 'gateway', { ports });
    const scope = scopeIn(app);
    expectRejection(() => make(scope, gateway), path, got);
  });

  test('is accepted below a construct of a chart', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { ports });
    expect(() => make(new Construct(chart, 'group'), gateway)).not.toThrow();
  });
});

test.each<[string, (app: App) => unknown]>([
  ['An EgressGateway', (app) => new EgressGateway(app, 'gateway')],
  ['An imported gateway', (app) => EgressGateway.fromEgressGatewayAttributes(app, 'gateway')],
])('%s outside a chart is rejected', (_, make) => {
  const finding = findingOf(() => make(new App()));
  expect(finding).toMatchObject({ code: 'EGR0119', constructPath: 'gateway' });
});
