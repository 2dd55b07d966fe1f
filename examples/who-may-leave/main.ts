import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const everyTest = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// Plain HTTP for one namespace, TLS also for a service account of another namespace.
new ExternalHttpRoute(chart, 'cnn-http', { gateway, hosts: ['edition.cnn.com'], allowFrom: [everyTest] });
new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts: ['edition.cnn.com'], allowFrom: [everyTest, reports] });

// A service account of a namespace without a lockdown.
new ExternalHttpRoute(chart, 'partner', {
  gateway,
  hosts: ['api.example.org'],
  allowFrom: [reports],
  allowedOperations: [{ methods: ['GET'], paths: ['/v1/*'] }],
});
new ExternalTlsRoute(chart, 'partner-tls', { gateway, hosts: ['api.example.org'], allowFrom: [reports] });

// Every caller with a mesh identity.
new ExternalTlsRoute(chart, 'all', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.anyAuthenticated()],
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
