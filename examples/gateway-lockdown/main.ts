import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayWorkload,
  PodSecurity,
  TlsOrigination,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'istio-egress' });

// A dedicated namespace for the gateway, at Pod Security `restricted`.
const gateway = new EgressGateway(chart, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  defaultDeny: true,
  workload: GatewayWorkload.deployment({ createNamespace: true }),
});

const allowFrom = [EgressSource.namespace('test-egress'), EgressSource.namespace('default')];
new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalHttpRoute(chart, 'api', {
  gateway,
  hosts: ['www.example.com'],
  tlsOrigination: TlsOrigination.simple({ port: 8443 }),
  allowFrom,
});
new ExternalTcpRoute(chart, 'db', {
  gateway,
  hosts: ['db.example.org'],
  port: 5432,
  // A public address, and an address of a private network.
  addresses: ['203.0.113.15', '10.20.0.15'],
  allowFrom,
});

// Closed from both sides: clients reach only the gateway, only clients reach the gateway, and the gateway reaches nothing inside.
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
// If Istio's CNI plugin redirects the traffic, Pod Security can refuse pods on the node's network.
new EgressLockdownPolicy(chart, 'new', {
  gateway,
  namespaces: ['payments'],
  createNamespaces: true,
  podSecurity: PodSecurity.BASELINE,
});
new GatewayLockdownPolicy(chart, 'gateway-lockdown', { gateway, clientNamespaces: ['default'] });

app.synth();
