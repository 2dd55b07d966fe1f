import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalHttpRoute, ExternalTlsRoute } from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const everyTest = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// Plain HTTP for one namespace, TLS for that and for one service account of another.
new ExternalHttpRoute(chart, 'cnn-http', { gateway, hosts: ['edition.cnn.com'], allowFrom: [everyTest] });
new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts: ['edition.cnn.com'], allowFrom: [everyTest, reports] });

// One service account, of a namespace that is not locked down.
new ExternalHttpRoute(chart, 'partner', {
  gateway,
  hosts: ['api.example.org'],
  allowFrom: [reports],
  allow: [{ methods: ['GET'], paths: ['/v1/*'] }],
});
new ExternalTlsRoute(chart, 'partner-tls', { gateway, hosts: ['api.example.org'], allowFrom: [reports] });

// Whoever has an identity of the mesh.
new ExternalTlsRoute(chart, 'all', { gateway, hosts: ['www.example.com'], allowFrom: [EgressSource.anyone()] });

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
