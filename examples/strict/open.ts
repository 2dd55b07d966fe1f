import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressSidecar, ExternalTlsRoute, OutboundTrafficPolicy } from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress');
const gateway = new EgressGateway(chart, 'gateway');

// No route has sources, so the gateway has no default deny policy.
new ExternalTlsRoute(chart, 'all', { gateway, hosts: ['www.example.com'] });

new EgressSidecar(chart, 'sidecars', {
  namespaces: ['test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
});
app.synth();
