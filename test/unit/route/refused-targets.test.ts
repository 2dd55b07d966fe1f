import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  ExternalHttpRoute,
  GatewayPorts,
  GatewayWorkload,
} from '../../../lib';
import { findingOf } from '../input/findings';
import { lockdown } from '../lockdown/help';
import { newChart } from '../help';

describe('A route rejects', () => {
  test.each([
    ['a name of the loopback interface', 'admin.localhost', 80, 'EGR0201', /local/],
    ['a name of the local domain', 'x.localhost.localdomain', 80, 'EGR0201', /local/],
    ['a short name of a Service', 'istiod.istio-system', 80, 'EGR0203', /inside the cluster/],
    ['a Service of the namespace default', 'kubernetes.default', 80, 'EGR0203', /inside the cluster/],
    ['a part of the name of a Service', 'x.default.svc.cluster', 80, 'EGR0203', /inside the cluster/],
    ['a metadata service', 'metadata.goog', 80, 'EGR0211', /metadata server/],
    ['a name in a reserved domain', 'db.corp.internal', 80, 'EGR0211', /reserved domain \.internal/],
    ['a name that contains a link-local address', 'a9fea9fe.nip.io', 80, 'EGR0211', /address 169\.254\.169\.254/],
    ['an address with a hexadecimal part', '127.0.0.0x1', 80, 'EGR0201', /./],
    ["the admin port of Istio's proxies", 'a.example.com', 15000, 'EGR0112', /15000/],
    ["the outbound port of Istio's proxies", 'a.example.com', 15001, 'EGR0112', /15001/],
  ])('%s as its target', (_, host, port, code, problem) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const finding = findingOf(() => new ExternalHttpRoute(chart, 'route', { gateway, hosts: [host], port }));
    expect(finding).toMatchObject({ code, constructPath: 'chart/route' });
    expect(finding.problem).toMatch(problem);
  });
});

/** Empty values, which would select everything, and values that no object may have. */
test.each<[string, () => unknown, string, RegExp]>([
  ['EgressPeer.namespace rejects no ports', () => EgressPeer.namespace('db', { ports: [] }), 'EGR0105', /ports/],
  ['EgressPeer.sameNamespace rejects no ports', () => EgressPeer.sameNamespace({ ports: [] }), 'EGR0105', /ports/],
  ['EgressPeer.cidr rejects no ports', () => EgressPeer.cidr('10.0.0.0/8', { ports: [] }), 'EGR0105', /ports/],
  [
    'EgressPeer.apiServer rejects no ports',
    () => EgressPeer.apiServer({ cidrs: ['10.0.0.1/32'], ports: [] }),
    'EGR0105',
    /ports/,
  ],
  [
    'EgressPeer.namespace rejects no labels',
    () => EgressPeer.namespace('db', { podLabels: {} }),
    'EGR0114',
    /podLabels/,
  ],
  ['EgressPeer.cidr rejects half of the internet', () => EgressPeer.cidr('128.0.0.0/1'), 'EGR0206', /internet/],
  [
    "GatewayPorts.of rejects a port of Istio's proxies",
    () => GatewayPorts.of({ http: { port: 15000 } }),
    'EGR0112',
    /15000/,
  ],
  [
    'GatewayWorkload.deployment rejects a revision that is not a name',
    () => GatewayWorkload.deployment({ revision: 'not a label' }),
    'EGR0110',
    /revision/,
  ],
  [
    'GatewayWorkload.deployment rejects a negative utilization',
    () => GatewayWorkload.deployment({ targetCpuUtilization: -3 }),
    'EGR0103',
    /targetCpuUtilization/,
  ],
])('%s', (_, make, code, problem) => {
  const finding = findingOf(make);
  expect(finding.code).toBe(code);
  expect(finding.problem).toMatch(problem);
});

test('EgressGateway rejects a selector with istio.io/rev, if the gateway is deployed', () => {
  const selector = { 'istio.io/rev': 'x' };
  const make = () => new EgressGateway(newChart(), 'gateway', { selector, workload: GatewayWorkload.deployment() });
  expect(findingOf(make)).toMatchObject({ code: 'EGR0306', constructPath: 'chart/gateway' });
});

/** Values that types reject, and that JavaScript and `any` accept. */
describe('A property rejects a value that is not an instance of its class or a member of its enum:', () => {
  const gatewayWith = (props: object) => () => new EgressGateway(newChart(), 'g', props);
  const lockdownWith = (props: object) => () => lockdown(props, newChart(), 'g');
  test.each<[string, () => unknown, string, RegExp]>([
    ['clientTls', gatewayWith({ clientTls: 'DISABLED' }), 'EGR0104', /^clientTls must be/],
    ['ports', gatewayWith({ ports: { http: 80 } }), 'EGR0103', /^ports must be a GatewayPorts/],
    ['workload', gatewayWith({ workload: 'deployment' }), 'EGR0103', /^workload must be a GatewayWorkload/],
    ['mode', lockdownWith({ mode: 'BY_LABELS' }), 'EGR0104', /^mode must be a LockdownMode/],
    [
      'gateway of a lockdown',
      () => new EgressLockdownPolicy(newChart(), 'g', { namespaces: ['a'] } as never),
      'EGR0103',
      /^gateway must be/,
    ],
    ['dns', lockdownWith({ dns: 'kube-dns' }), 'EGR0103', /^dns must be a ClusterDns/],
    ['controlPlane', lockdownWith({ controlPlane: 'istiod' }), 'EGR0103', /^controlPlane must be a ControlPlane/],
    ['allowTo', lockdownWith({ allowTo: ['db'] }), 'EGR0103', /^allowTo.* must be an EgressPeer/],
    ['allowTo that is no list', lockdownWith({ allowTo: 'db' }), 'EGR0105', /^allowTo must be a list/],
    [
      'the method allowTo',
      () => lockdown({}, newChart(), 'g').allowTo('db' as never),
      'EGR0103',
      /must be an EgressPeer/,
    ],
  ])('%s', (_, make, code, problem) => {
    const finding = findingOf(make);
    expect(finding).toMatchObject({ code, constructPath: 'chart/g' });
    expect(finding.problem).toMatch(problem);
  });
});
