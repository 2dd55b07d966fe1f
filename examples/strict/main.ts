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
} from 'cdk8s-istio-egress';

const app = new App();
// Without a namespace of the chart, the objects are in the gateway's namespace: sidecars import every object of their own namespace.
const chart = new Chart(app, 'egress');
const gateway = new EgressGateway(chart, 'gateway');
new EgressTelemetry(chart, 'log', { gateway, accessLog: AccessLog.JSON });
const anyone = [EgressSource.anyAuthenticated()];

// TLS hosts for every authenticated caller: the sidecars import no object of these hosts.
new ExternalTlsRoute(chart, 'all', { gateway, hosts: ['www.example.com'], allowFrom: anyone });
new ExternalTlsRoute(chart, 'wikipedia', {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.host('www.wikipedia.org'),
  allowFrom: anyone,
});

// Hosts with named sources, or with HTTP: the sidecars of the sources import these hosts.
new ExternalTlsRoute(chart, 'partner', {
  gateway,
  hosts: ['api.example.org'],
  allowFrom: [EgressSource.namespace('default')],
});
new ExternalHttpRoute(chart, 'news', { gateway, hosts: ['edition.cnn.com'], allowFrom: anyone });

// The gateway receives and refuses requests of these namespaces for unknown hosts.
new EgressSidecar(chart, 'sidecars', {
  namespaces: ['default', 'test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.egressProxy(gateway),
});
// The lockdown closes traffic that bypasses the sidecar. Allow every destination inside the cluster that the namespace needs.
new EgressLockdownPolicy(chart, 'lockdown', {
  gateway,
  namespaces: ['test-egress'],
  allowTo: [EgressPeer.sameNamespace()],
});
app.synth();
