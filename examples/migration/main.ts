import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
} from 'cdk8s-istio-egress';

const hosts = ['edition.cnn.com'];

const app = new App();

// A gateway beside the old one: another Service, and pods with other labels.
const platform = new Chart(app, '1-platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(platform, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  workload: GatewayWorkload.deployment({ createNamespace: true }),
});

const team = new Chart(app, '2-team', { namespace: 'default' });
new ExternalHttpRoute(team, 'cnn-http', { gateway, hosts });
new ExternalTlsRoute(team, 'cnn-tls', { gateway, hosts });
new EgressLockdownPolicy(team, 'lockdown', { gateway, namespaces: ['test-egress'] });

app.synth();
