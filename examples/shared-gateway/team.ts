import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressSidecar,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  OutboundTrafficPolicy,
} from '../../lib';

const app = new App();
const chart = new Chart(app, 'team', { namespace: 'test-egress' });

// The platform's, in the platform's words.
const gateway = EgressGateway.fromExisting(chart, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  requireSources: true,
  takesUndeclared: true,
});

const allowFrom = [EgressSource.namespace('test-egress')];
new ExternalHttpRoute(chart, 'cnn-http', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts: ['edition.cnn.com'], allowFrom });

// Whatever else the team's pods send goes to the gateway, and ends there. The platform's route is another app's: it is named.
new EgressSidecar(chart, 'sidecars', {
  namespaces: ['test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
  hosts: ['istio-egress/www.example.com'],
});
app.synth();
