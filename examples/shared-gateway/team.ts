import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressSidecar,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  OutboundTrafficPolicy,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'team', { namespace: 'test-egress' });

// The gateway of the platform, with the properties of the platform's program.
const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  defaultDeny: true,
  egressProxy: true,
});

const allowFrom = [EgressSource.namespace('test-egress')];
new ExternalHttpRoute(chart, 'cnn-http', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts: ['edition.cnn.com'], allowFrom });

// The gateway receives and refuses requests for unknown hosts. The host of the platform's route belongs to another app: the
// sidecars import the host by name.
new EgressSidecar(chart, 'sidecars', {
  namespaces: ['test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
  additionalHosts: ['istio-egress/www.example.com'],
});
app.synth();
