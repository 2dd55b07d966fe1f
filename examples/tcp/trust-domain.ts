import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressMesh, EgressSource, ExternalTcpRoute, ExternalTlsRoute } from 'cdk8s-istio-egress';

const app = new App();

// `meshConfig.trustDomain` and `meshConfig.trustDomainAliases` of the mesh.
const mesh = new EgressMesh(app, 'mesh', { trustDomain: 'mesh.example', trustDomainAliases: ['old.example'] });

const chart = new Chart(mesh, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

new ExternalTcpRoute(chart, 'smtp', {
  gateway,
  hosts: ['smtp.example.org'],
  port: 587,
  addresses: ['203.0.113.25'],
  allowFrom: [EgressSource.namespace('test-egress')],
});
new ExternalTlsRoute(chart, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.serviceAccount('default', 'reports')],
});

app.synth();
