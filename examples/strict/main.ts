import { App, Chart } from 'cdk8s';
import {
  AccessLog,
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  OutboundTrafficPolicy,
  WildcardTarget,
} from '../../lib';

const app = new App();
// The platform's, in the gateway's namespace: sidecars know all that stands in their own.
const chart = new Chart(app, 'egress');
const gateway = new EgressGateway(chart, 'gateway');
new EgressTelemetry(chart, 'log', { gateway, accessLog: AccessLog.JSON });
const anyone = [EgressSource.anyone()];

// TLS for anybody: no strict sidecar holds anything of these.
new ExternalTlsRoute(chart, 'all', { gateway, hosts: ['www.example.com'], allowFrom: anyone });
new ExternalTlsRoute(chart, 'wikipedia', {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.fixed('www.wikipedia.org'),
  allowFrom: anyone,
});

// With sources, or with HTTP: hosts that the sidecars of those who may use them know.
new ExternalTlsRoute(chart, 'partner', {
  gateway,
  hosts: ['api.example.org'],
  allowFrom: [EgressSource.namespace('default')],
});
new ExternalHttpRoute(chart, 'news', { gateway, hosts: ['edition.cnn.com'], allowFrom: anyone });

// Whatever else these namespaces send goes to the gateway, and ends there.
new EgressSidecar(chart, 'sidecars', {
  namespaces: ['default', 'test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
});
// What gets around a sidecar is stopped by the network: in each strict namespace as soon as all that it calls inside is allowed.
new EgressLockdownPolicy(chart, 'lockdown', {
  gateway,
  namespaces: ['test-egress'],
  allow: [EgressPeer.sameNamespace()],
});
app.synth();
