import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalTlsRoute, GatewayWorkload } from '../../lib';

const app = new App();
const chart = new Chart(app, 'platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(chart, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  requireSources: true,
  // Also what strict sidecars of the teams' apps do not know.
  takesUndeclared: true,
  workload: GatewayWorkload.deployment({ createNamespace: true }),
});

// What every team may call.
new ExternalTlsRoute(chart, 'example', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress'), EgressSource.serviceAccount('default', 'reports')],
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
