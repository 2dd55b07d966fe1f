import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalCidrRoute,
  GatewayLockdownPolicy,
  GatewayPorts,
  GatewayWorkload,
} from 'cdk8s-istio-egress';

const app = new App();
const platform = new Chart(app, '1-platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(platform, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  ports: GatewayPorts.of({ cidrs: { port: 15022 } }),
  workload: GatewayWorkload.deployment({ createNamespace: true }),
});
// The gateway may connect to the range, on the port of the route, and to nothing else.
new GatewayLockdownPolicy(platform, 'gateway-lockdown', { gateway, clientNamespaces: ['default'] });

const team = new Chart(app, '2-team', { namespace: 'test-egress' });
new ExternalCidrRoute(team, 'partner', {
  gateway,
  hosts: ['sftp.partner.example.org'],
  port: 22,
  cidrs: ['203.0.113.64/30'],
  allowFrom: [EgressSource.serviceAccount('test-egress', 'default')],
});
new EgressLockdownPolicy(team, 'lockdown', { gateway, namespaces: ['test-egress'] });

app.synth();
