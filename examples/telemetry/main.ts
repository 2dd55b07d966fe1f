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
} from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'istio-system' });
const gateway = new EgressGateway(chart, 'gateway');

// A line of JSON for whatever leaves or is refused, with the caller's identity and the SNI, from the gateway's pods alone.
// The provider stands in the mesh's configuration: gateway.installOverlay() has it.
new EgressTelemetry(chart, 'log', { gateway, accessLog: AccessLog.JSON });

const allowFrom = [EgressSource.serviceAccount('default', 'default'), EgressSource.namespace('test-egress')];
new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'theirs', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
});

// Sidecars of one namespace know what it needs: its routes, and the databases. Whatever else they are asked for, they refuse.
new EgressSidecar(chart, 'sidecars', { namespaces: ['default'], hosts: ['databases/*'] });

// Where a lockdown holds, a sidecar may also let go what it does not know: the network stops it.
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
new EgressSidecar(chart, 'locked-sidecars', {
  namespaces: ['test-egress'],
  outboundTrafficPolicy: OutboundTrafficPolicy.ALLOW_ANY,
});
app.synth();
