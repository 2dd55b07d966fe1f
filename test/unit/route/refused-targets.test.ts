import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  ExternalHttpRoute,
  GatewayPorts,
  GatewayWorkload,
} from '../../../lib';
import { lockdown } from '../lockdown/help';
import { messageOf, newChart } from '../help';

/** Destinations that a gateway must not be sent to, and values that would open more than they say. */
describe('a route refuses', () => {
  test.each([
    ['the gateway itself by its loopback name', 'admin.localhost', 80, /local host/],
    ['the local domain', 'x.localhost.localdomain', 80, /local host/],
    ['a short service name', 'istiod.istio-system', 80, /inside the cluster/],
    ['a service of default', 'kubernetes.default', 80, /inside the cluster/],
    ['half a service name', 'x.default.svc.cluster', 80, /inside the cluster/],
    ['an address in numbers that are not decimal', '127.0.0.0x1', 80, /top level domain/],
    ["the proxy's admin port", 'a.example.com', 15000, /istio's proxies' own: got 15000/],
    ["the proxy's outbound port", 'a.example.com', 15001, /istio's proxies' own/],
  ])('%s', (_, host, port, problem) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const message = messageOf(() => new ExternalHttpRoute(chart, 'route', { gateway, hosts: [host], port }));
    expect(message).toMatch(/^\[chart\/route\] /);
    expect(message).toMatch(problem);
  });
});

describe('what is empty or malformed opens nothing', () => {
  test.each([
    ['ports of a namespace', () => EgressPeer.namespace('db', { ports: [] }), /ports of the peer is empty/],
    ['ports of the own namespace', () => EgressPeer.sameNamespace({ ports: [] }), /ports of the peer is empty/],
    ['ports of a range', () => EgressPeer.cidr('10.0.0.0/8', { ports: [] }), /ports of the peer is empty/],
    ['ports of the api server', () => EgressPeer.apiServer({ cidrs: ['10.0.0.1/32'], ports: [] }), /is empty/],
    ['pods of a namespace', () => EgressPeer.namespace('db', { pods: {} }), /pods is empty/],
    ['half the internet', () => EgressPeer.cidr('128.0.0.0/1'), /much of the internet/],
    ["a gateway port of the proxy's own", () => GatewayPorts.of({ http: { port: 15000 } }), /istio's proxies' own/],
    ['a revision', () => GatewayWorkload.deployment({ revision: 'not a label' }), /revision is not a dns-1123 label/],
    [
      'a node label',
      () => GatewayWorkload.installed({ nodeSelector: { 'x y': '!' } }),
      /nodeSelector: label key "x y"/,
    ],
    ['a percentage', () => GatewayWorkload.deployment({ targetCpuUtilization: -3 }), /targetCpuUtilization is not/],
  ])('%s', (_, make, problem) => {
    expect(messageOf(make)).toMatch(problem);
  });

  test('labels of the injection in the selector of a deployed gateway', () => {
    const selector = { 'istio.io/rev': 'x' };
    const make = () => new EgressGateway(newChart(), 'gateway', { selector, workload: GatewayWorkload.deployment() });
    expect(messageOf(make)).toMatch(/^\[chart\/gateway\] selector has istio.io\/rev/);
  });
});

/** What types refuse, and JavaScript or `any` lets through. */
describe('a choice that is not one of its class is refused', () => {
  const chart = () => newChart();
  test.each<[string, () => unknown, RegExp]>([
    [
      'clientTls',
      () => new EgressGateway(chart(), 'g', { clientTls: 'DISABLE' as never }),
      /clientTls is missing.*"DISABLE"/,
    ],
    ['ports', () => new EgressGateway(chart(), 'g', { ports: { http: 80 } as never }), /ports is missing/],
    ['gateway', () => new ExternalHttpRoute(chart(), 'g', { hosts: ['a.example.com'] } as never), /gateway is missing/],
    [
      'mode',
      () => {
        const scope = chart();
        const gateway = new EgressGateway(scope, 'gateway');
        return new EgressLockdownPolicy(scope, 'g', { gateway, namespaces: ['a'], mode: 'BY_LABELS' as never });
      },
      /mode is missing.*"BY_LABELS"/,
    ],
    [
      "the lockdown's gateway",
      () => new EgressLockdownPolicy(chart(), 'g', { namespaces: ['a'] } as never),
      /gateway is missing/,
    ],
    [
      'workload',
      () => new EgressGateway(chart(), 'g', { workload: 'deployment' as never }),
      /workload is .*"deployment"/,
    ],
    ['dns', () => lockdown({ dns: 'kube-dns' as never }, chart(), 'g'), /dns is missing.*"kube-dns"/],
    [
      'controlPlane',
      () => lockdown({ controlPlane: 'istiod' as never }, chart(), 'g'),
      /controlPlane is missing.*"istiod"/,
    ],
    ['allow', () => lockdown({ allow: ['db' as never] }, chart(), 'g'), /allow is missing.*"db"/],
    ['allow that is no list', () => lockdown({ allow: 'db' as never }, chart(), 'g'), /allow is missing.*"db"/],
    ['a peer later', () => lockdown({}, chart(), 'g').allowTo('db' as never), /allow is missing.*"db"/],
  ])('%s', (_, make, problem) => {
    const message = messageOf(make);
    expect(message).toMatch(/^\[chart\/g\] /);
    expect(message).toMatch(problem);
  });
});
