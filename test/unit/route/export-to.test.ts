import { App, Chart } from 'cdk8s';
import {
  EgressLockdownPolicy,
  EgressMesh,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalRouteProps,
  ExternalTlsRoute,
  OutboundTrafficPolicyMode,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { newChart, ofKind, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis, gatewayOf } from '../synthesis';

stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');
const NIGHTLY = EgressSource.serviceAccount('reports', 'nightly');
const ANYONE = EgressSource.anyAuthenticated();
const { SOURCES } = ExportTo;

function tls(chart: Chart, props: Partial<ExternalRouteProps> = {}, id = 'route'): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, id, { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
}

/** Returns `exportTo` of the ServiceEntry and of the VirtualService of the only host. */
function exported(chart: Chart): unknown[] {
  const kinds = ['ServiceEntry', 'VirtualService'];
  return kinds.flatMap((kind) => ofKind(chart, kind).map(({ spec }) => spec?.['exportTo']));
}

test.each<[string, ExportTo | undefined]>([
  ['without exportTo', undefined],
  ['with ExportTo.ALL', ExportTo.ALL],
])('A route %s is visible to every namespace, although it has sources', (_, exportTo) => {
  const chart = newChart();
  const route = tls(chart, { exportTo, allowFrom: [PAYMENTS] });
  expect(route.exportTo).toBe(ExportTo.ALL);
  expect(exported(chart)).toEqual([undefined, undefined]);
});

test('A route with ExportTo.SOURCES is visible to the namespaces of its sources and of the gateway', () => {
  const chart = newChart();
  const route = tls(chart, { exportTo: SOURCES, allowFrom: [NIGHTLY, PAYMENTS, EgressSource.namespace('reports')] });
  expect(route.exportTo).toBe(SOURCES);
  const namespaces = ['istio-system', 'payments', 'reports'];
  expect(exported(chart)).toEqual([namespaces, namespaces]);
});

test('ExportTo.SOURCES includes sources that are added later, and those of the other route of the host', () => {
  const chart = newChart();
  const route = tls(chart, { exportTo: SOURCES, allowFrom: [PAYMENTS] });
  const props = { gateway: gatewayOf(chart), hosts: ['a.com'], exportTo: SOURCES, allowFrom: [NIGHTLY] };
  new ExternalHttpRoute(chart, 'http', props);
  route.allowFrom(EgressSource.namespace('zoo'));
  const namespaces = ['istio-system', 'payments', 'reports', 'zoo'];
  expect(exported(chart)).toEqual([namespaces, namespaces]);
});

test.each<[string, EgressSource[] | undefined]>([
  ['without sources', undefined],
  ['with anyAuthenticated()', [ANYONE]],
  ['with anyAuthenticated() beside a namespace', [PAYMENTS, ANYONE]],
])('ExportTo.SOURCES %s is an error at synthesis, because no namespace follows', (_, allowFrom) => {
  const chart = newChart();
  tls(chart, { exportTo: SOURCES, allowFrom }, 'narrow');
  tls(chart, { hosts: ['b.com'], allowFrom }, 'wide');
  expect(findingsWith('EGR1104', chart)).toMatchObject([
    { constructPath: 'chart/narrow', problem: expect.stringContaining('sources that name namespaces') as string },
  ]);
  expect(foundAtSynthesis(chart)).toHaveLength(1);
});

test('Two routes of a host with different exportTo are an error at synthesis that names both', () => {
  const chart = newChart();
  tls(chart, { exportTo: SOURCES, allowFrom: [PAYMENTS] }, 'a');
  new ExternalHttpRoute(chart, 'b', { gateway: gatewayOf(chart), hosts: ['a.com'], allowFrom: [PAYMENTS] });
  expect(findingsWith('EGR1004', chart)).toMatchObject([
    {
      constructPath: 'chart/b',
      got: '{"routes":["chart/a","chart/b"]}',
      fix: expect.stringContaining('both') as string,
    },
  ]);
});

test('Routes of two hosts have exportTo of their own', () => {
  const chart = newChart();
  tls(chart, { exportTo: SOURCES, allowFrom: [PAYMENTS] }, 'a');
  tls(chart, { hosts: ['b.com'], allowFrom: [PAYMENTS] }, 'b');
  expect(ofKind(chart, 'ServiceEntry').map(({ spec }) => spec?.['exportTo'])).toEqual([
    ['istio-system', 'payments'],
    undefined,
  ]);
});

test.each<[string, unknown, string]>([
  ['a name in lower case', 'sources', 'ExportTo.SOURCES'],
  ["Istio's list", ['.'], 'ExportTo.ALL'],
])('A route rejects %s as exportTo', (_, exportTo, fix) => {
  expect(findingOf(() => tls(newChart(), { exportTo: exportTo as ExportTo, allowFrom: [PAYMENTS] }))).toMatchObject({
    code: 'EGR0104',
    constructPath: 'chart/route',
    problem: 'exportTo must be an ExportTo',
    allowed: 'ExportTo.ALL or ExportTo.SOURCES',
    fix: `write exportTo: ${fix}`,
  });
});

describe('ExportTo.SOURCES under ALLOW_ANY', () => {
  const hidden = (chart: Chart): ExternalTlsRoute => tls(chart, { exportTo: SOURCES, allowFrom: [PAYMENTS] });

  test('is a warning, because sidecars that cannot see the route send requests directly', () => {
    const chart = newChart();
    hidden(chart);
    expect(findingsWith('EGR2006', chart)).toMatchObject([{ constructPath: 'chart/route', got: '["a.com"]' }]);
  });

  test('is no warning with a lockdown', () => {
    const chart = newChart();
    hidden(chart);
    new EgressLockdownPolicy(chart, 'lockdown', { gateway: gatewayOf(chart), namespaces: ['other'] });
    expect(findingsWith('EGR2006', chart)).toEqual([]);
  });

  test('is no warning in a mesh with REGISTRY_ONLY', () => {
    const { REGISTRY_ONLY } = OutboundTrafficPolicyMode;
    const chart = new Chart(new EgressMesh(new App(), 'mesh', { outboundTrafficPolicy: REGISTRY_ONLY }), 'chart');
    hidden(chart);
    expect(findingsWith('EGR2006', chart)).toEqual([]);
  });
});
