import { App, Chart } from 'cdk8s';
import {
  DirectHost,
  EgressChecks,
  EgressGateway,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
  OutboundTrafficPolicy,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress');
const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });

new ExternalTlsRoute(chart, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
});
const objectStore = new DirectHost(chart, 'object-store', {
  hosts: ['s3.example.com', '*.s3.example.com'],
  namespaces: ['test-egress'],
  cidrs: ['203.0.113.48/29'],
  because: 'the object store is in the network of the cluster',
});
EgressChecks.of(objectStore).acknowledge('EGR2052', 'only servers of the object store have addresses in the range');

// Unknown hosts end at the gateway. The sidecars import the direct hosts of the namespace.
new EgressSidecar(chart, 'sidecars', {
  namespaces: ['test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
});
app.synth();
