/**
 * Programs that must not compile. The compiler refuses an expected error that does not come, so this file compiles exactly
 * when every line below a mark is wrong; beside each group stands what is right.
 */
import { App, Chart } from 'cdk8s';
import {
  ClientTls,
  ClusterDns,
  ControlPlane,
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  ExportTo,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  GatewayWorkload,
  IEgressGateway,
  LockdownMode,
} from 'cdk8s-istio-egress';

const chart = new Chart(new App(), 'refused');
const gateway: IEgressGateway = new EgressGateway(chart, 'gateway', { clientTls: ClientTls.DISABLE });
const hosts = ['edition.cnn.com'];

export function propsThatAreMissingOrUnknown(): void {
  new ExternalHttpRoute(chart, 'right', { gateway, hosts });
  // @ts-expect-error: the gateway is missing
  new ExternalHttpRoute(chart, 'http', { hosts });
  // @ts-expect-error: the gateway is missing
  new ExternalTlsRoute(chart, 'tls', { hosts });
  // @ts-expect-error: the gateway is missing
  new EgressLockdownPolicy(chart, 'lockdown', { namespaces: ['test-egress'] });
  // @ts-expect-error: the namespaces are missing
  new EgressLockdownPolicy(chart, 'lockdown', { gateway });
  // @ts-expect-error: the props are missing
  new ExternalTlsRoute(chart, 'tls');
  // @ts-expect-error: hosts is a list
  new ExternalHttpRoute(chart, 'http', { gateway, hosts: 'edition.cnn.com' });
  // @ts-expect-error: namespaces is a list
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: 'test-egress' });
  // @ts-expect-error: the prop is called hosts
  new ExternalHttpRoute(chart, 'http', { gateway, hosts, host: 'edition.cnn.com' });
  // @ts-expect-error: only an HTTP route has direct ports
  new ExternalTlsRoute(chart, 'tls', { gateway, hosts, directPorts: [80] });
  // @ts-expect-error: whoever owns the gateway runs it
  EgressGateway.fromEgressGatewayAttributes(chart, 'existing', { workload: GatewayWorkload.external() });
  // @ts-expect-error: a port is a number
  new ExternalTlsRoute(chart, 'tls', { gateway, hosts, port: '443' });
  // @ts-expect-error: a name is no gateway
  new ExternalTlsRoute(chart, 'tls', { gateway: 'istio-egressgateway', hosts });
}

export function handlesThatAreReadOnly(route: ExternalHttpRoute, lockdown: EgressLockdownPolicy): number {
  // @ts-expect-error: read-only
  route.objects = [];
  // @ts-expect-error: read-only
  route.virtualServices = [];
  // @ts-expect-error: read-only
  route.hosts = [];
  // @ts-expect-error: read-only
  lockdown.networkPolicies = lockdown.namespaceObjects;
  // @ts-expect-error: read-only
  gateway.namespace = 'istio-egress';
  // @ts-expect-error: read-only
  gateway.selector['istio'] = 'other';
  // @ts-expect-error: read-only
  ClientTls.DISABLE = ClientTls.ISTIO_MUTUAL;
  return route.objects.length;
}

export function choicesThatOnlyTheirFactoriesMake(): readonly unknown[] {
  return [
    // @ts-expect-error: private
    new ClientTls(),
    // @ts-expect-error: private
    new GatewayPorts(80, 8080, 443, 8443),
    // @ts-expect-error: private
    new GatewayWorkload(true, {}),
    // @ts-expect-error: private
    new EgressPeer(),
    // @ts-expect-error: not for users
    ClientTls.DISABLE._mode,
  ];
}

export const right: EgressPeer[] = [EgressPeer.sameNamespace({ ports: [EgressPort.tcp(5432)] })];
// @ts-expect-error: a range is not yet a peer
export const peers: EgressPeer[] = ['10.0.0.0/8'];
// @ts-expect-error: a number is not yet a port
export const port: EgressPort = 5432;
// @ts-expect-error: a name is no DNS
export const dns: ClusterDns = 'kube-dns';
// @ts-expect-error: an address is no control plane
export const controlPlane: ControlPlane = '10.0.0.1/32';
// @ts-expect-error: an object is no choice of TLS
export const clientTls: ClientTls = { mode: 'SIMPLE', toString: () => 'SIMPLE' };
// @ts-expect-error: a visibility is no mode
export const mode: LockdownMode = ExportTo.ALL;
// @ts-expect-error: a mode is no visibility
export const exportTo: ExportTo = LockdownMode.POD_SELECTORS;
// @ts-expect-error: an object is no workload
export const workload: GatewayWorkload = { deployed: true };
// @ts-expect-error: numbers that nobody checked are no ports
export const ports: GatewayPorts = { httpPort: 0, httpTargetPort: 0, tlsPort: 0, tlsTargetPort: 0 };
