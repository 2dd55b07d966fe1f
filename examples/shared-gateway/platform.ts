import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalTlsRoute,
  GatewayWorkload,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(chart, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  defaultDeny: true,
  // Accepts requests for unknown hosts from sidecars of the teams' apps.
  egressProxy: true,
  workload: GatewayWorkload.deployment({ createNamespace: true }),
});

// A host that every team may call.
new ExternalTlsRoute(chart, 'example', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress'), EgressSource.serviceAccount('default', 'reports')],
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
