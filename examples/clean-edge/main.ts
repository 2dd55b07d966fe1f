import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, ExternalHttpRoute } from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// The host receives no data of the mesh: no certificate, pod address, request id or trace.
new ExternalHttpRoute(chart, 'news', { gateway, hosts: ['edition.cnn.com'] });

// A partner that participates in the traces.
new ExternalHttpRoute(chart, 'partner', { gateway, hosts: ['api.example.org'], keepHeaders: ['traceparent'] });

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
