import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSource, ExternalTcpRoute } from 'cdk8s-istio-egress';

// The app before its team added HTTPS to GitHub: SSH alone, which has the name of the host until then.
const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

new ExternalTcpRoute(chart, 'github-ssh', {
  gateway,
  hosts: ['github.com'],
  port: 22,
  addresses: ['203.0.113.32'],
  allowFrom: [EgressSource.serviceAccount('default', 'reports')],
});

app.synth();
