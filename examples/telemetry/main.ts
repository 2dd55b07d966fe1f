import { App, Chart } from 'cdk8s';
import {
  AccessLog,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  OutboundTrafficPolicy,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'istio-system' });
const gateway = new EgressGateway(chart, 'gateway');

// The gateway's pods log a line of JSON for each request, also for refused requests, with the caller's identity and the SNI.
// The mesh configuration needs the provider: gateway.installOverlay() contains the provider.
new EgressTelemetry(chart, 'log', { gateway, accessLog: AccessLog.JSON });

const allowFrom = [EgressSource.serviceAccount('default', 'default'), EgressSource.namespace('test-egress')];
new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'theirs', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
});

// The sidecars of one namespace import its routes and the databases, and refuse requests for all other hosts.
new EgressSidecar(chart, 'sidecars', { namespaces: ['default'], additionalHosts: ['databases/*'] });

// A sidecar of a locked-down namespace may send requests for unknown hosts: the lockdown closes the connections.
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
new EgressSidecar(chart, 'locked-sidecars', {
  namespaces: ['test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.ALLOW_ANY,
});
app.synth();
