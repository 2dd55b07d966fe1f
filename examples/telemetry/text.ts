import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressTelemetry, ExternalHttpRoute, ExternalTlsRoute } from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// The gateway logs the lines that the verification of Istio's task reads, also in a mesh whose proxies log nothing.
new EgressTelemetry(chart, 'log', { gateway });
new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['edition.cnn.com'] });
new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['edition.cnn.com'] });
app.synth();
