import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, ExternalHttpRoute, ExternalTlsRoute } from 'cdk8s-istio-egress';

const hosts = ['edition.cnn.com'];

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');
new ExternalHttpRoute(chart, 'cnn-http', { gateway, hosts });
new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts });
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
