import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSource, ExternalHttpRoute, ExternalTlsRoute } from '../../lib';

const app = new App();
const chart = new Chart(app, 'team', { namespace: 'test-egress' });

// The platform's, in the platform's words.
const gateway = EgressGateway.fromExisting(chart, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  requireSources: true,
});

const allowFrom = [EgressSource.namespace('test-egress')];
new ExternalHttpRoute(chart, 'cnn-http', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts: ['edition.cnn.com'], allowFrom });
app.synth();
