import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSource, ExternalTlsRoute } from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// PostgreSQL 17 with sslnegotiation=direct: the client starts with TLS. For other clients, use an ExternalTcpRoute.
new ExternalTlsRoute(chart, 'postgres', {
  gateway,
  hosts: ['pg.example.org'],
  port: 5432,
  implicitTls: true,
  allowFrom: [EgressSource.namespace('test-egress')],
});

app.synth();
