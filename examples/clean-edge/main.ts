import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, ExternalHttpRoute } from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// Nothing of the mesh reaches the host: no certificate, no pod address, no request id, no trace.
new ExternalHttpRoute(chart, 'news', { gateway, hosts: ['edition.cnn.com'] });

// A partner that takes part in the traces.
new ExternalHttpRoute(chart, 'partner', { gateway, hosts: ['api.example.org'], keepHeaders: ['traceparent'] });

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
