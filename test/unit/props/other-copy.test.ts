/** Two copies of the package in one tree of dependencies: values of one copy reach constructs of the other. */
import { App, Chart } from 'cdk8s';
import type * as Library from '../../../lib';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  OutboundTrafficPolicy,
} from '../../../lib';
import { messageOf, newChart, stderrOfEachTest } from '../help';
import { findingsOf } from '../input/findings';
import { gatewayIn } from './samples';

stderrOfEachTest();

/** Returns another copy of the library, which uses the same cdk8s and the same constructs as this one. */
function loadCopy(): typeof Library {
  let copy: typeof Library | undefined;
  const shared = ['cdk8s', 'constructs'].map((name) => [name, jest.requireActual<object>(name)] as const);
  jest.isolateModules(() => {
    for (const [name, module] of shared) jest.doMock(name, () => module);
    copy = jest.requireActual<typeof Library>('../../../lib');
    for (const [name] of shared) jest.dontMock(name);
  });
  return copy as typeof Library;
}

const other = loadCopy();
const host = { hosts: ['a.com'] };

test('two copies of the package have different classes', () => {
  expect(other.EgressSource).not.toBe(EgressSource);
  expect(other.EgressSource.namespace('a')).not.toBeInstanceOf(EgressSource);
});

test('isFoo of one copy recognizes the values of the other copy', () => {
  expect(EgressSource.isEgressSource(other.EgressSource.namespace('a'))).toBe(true);
  expect(other.EgressSource.isEgressSource(EgressSource.namespace('a'))).toBe(true);
  expect(GatewayPorts.isGatewayPorts(other.GatewayPorts.HELM_CHART)).toBe(true);
  expect(EgressGateway.isEgressGateway(new other.EgressGateway(newChart(), 'gateway'))).toBe(true);
  expect(EgressGateway.isEgressGateway(other.EgressSource.namespace('a'))).toBe(false);
});

test('the same value of one copy is accepted by its own constructs', () => {
  const chart = newChart();
  const gateway = new other.EgressGateway(chart, 'gateway', { ports: other.GatewayPorts.HELM_CHART });
  expect(() => new other.ExternalTlsRoute(chart, 'it', { gateway, ...host })).not.toThrow();
});

test.each<[string, string, (chart: Chart) => unknown]>([
  ['ports', 'GatewayPorts', (chart) => new EgressGateway(chart, 'it', { ports: other.GatewayPorts.HELM_CHART })],
  [
    'workload',
    'GatewayWorkload',
    (chart) => new EgressGateway(chart, 'it', { workload: other.GatewayWorkload.external() }),
  ],
  [
    'gateway',
    'EgressGateway',
    (chart) => new ExternalTlsRoute(chart, 'it', { gateway: new other.EgressGateway(chart, 'gateway'), ...host }),
  ],
  [
    'gateway',
    'EgressGateway',
    (chart) => new EgressTelemetry(chart, 'it', { gateway: new other.EgressGateway(chart, 'gateway') }),
  ],
  [
    'allowFrom[0]',
    'EgressSource',
    (chart) =>
      new ExternalTlsRoute(chart, 'it', {
        ...{ gateway: gatewayIn(chart), ...host },
        allowFrom: [other.EgressSource.namespace('a')],
      }),
  ],
  [
    'tlsOrigination',
    'TlsOrigination',
    (chart) =>
      new ExternalHttpRoute(chart, 'it', {
        ...{ gateway: gatewayIn(chart), ...host },
        tlsOrigination: other.TlsOrigination.simple(),
      }),
  ],
  [
    'allowTo[0]',
    'EgressPeer',
    (chart) =>
      new EgressLockdownPolicy(chart, 'it', {
        ...{ gateway: gatewayIn(chart), namespaces: ['a'] },
        allowTo: [other.EgressPeer.sameNamespace()],
      }),
  ],
  [
    'outboundTrafficPolicy',
    'OutboundTrafficPolicy',
    (chart) =>
      new EgressSidecar(chart, 'it', {
        namespaces: ['a'],
        outboundTrafficPolicy: other.OutboundTrafficPolicy.ALLOW_ANY,
      }),
  ],
])('%s of another copy is rejected as %s of another copy of the package', (what, className, create) => {
  const finding = findingsOf(() => create(newChart())).find(({ code }) => code === 'EGR0118');
  expect(finding).toMatchObject({
    constructPath: 'chart/it',
    got: `"${className} from another copy of cdk8s-istio-egress"`,
  });
  expect(finding?.problem).toContain(`${what} must be `);
  expect(finding?.fix).toContain('npm ls cdk8s-istio-egress');
});

test('a gateway of another copy is rejected as an egress proxy', () => {
  const gateway = new other.EgressGateway(newChart(), 'gateway');
  expect(messageOf(() => OutboundTrafficPolicy.egressProxy(gateway))).toMatch(
    /^EGR0118: .*gateway must be an EgressGateway/,
  );
});

test('a mesh of another copy is rejected by the constructs below the mesh', () => {
  const mesh = new other.EgressMesh(new App(), 'prod');
  const finding = findingsOf(() => new EgressGateway(new Chart(mesh, 'chart'), 'it'))[0];
  expect(finding).toMatchObject({ code: 'EGR0118', constructPath: 'prod/chart/it' });
});
