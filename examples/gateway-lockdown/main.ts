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
} from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'istio-egress' });

// A namespace of the gateway's own, at Pod Security `restricted`.
const gateway = new EgressGateway(chart, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  requireSources: true,
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
  // One of the internet's, and one of a private network.
  addresses: ['203.0.113.15', '10.20.0.15'],
  allowFrom,
});

// From both sides: clients reach nothing but the gateway, and the gateway is reached by nobody else, and reaches nothing inside.
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
// Where Istio's CNI plugin redirects the traffic, Kubernetes itself keeps pods off the node's network.
new EgressLockdownPolicy(chart, 'new', {
  gateway,
  namespaces: ['payments'],
  createNamespaces: true,
  podSecurity: PodSecurity.BASELINE,
});
new GatewayLockdownPolicy(chart, 'gateway-lockdown', { gateway, namespaces: ['default'] });

app.synth();
