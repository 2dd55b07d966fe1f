import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSidecar, ExternalTlsRoute, OutboundTrafficPolicy } from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress');
const gateway = new EgressGateway(chart, 'gateway');

// No route says who may use it: the gateway denies nobody.
new ExternalTlsRoute(chart, 'all', { gateway, hosts: ['www.example.com'] });

new EgressSidecar(chart, 'sidecars', {
  namespaces: ['test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
});
app.synth();
