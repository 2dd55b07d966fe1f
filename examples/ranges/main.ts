import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalCidrRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayPorts,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
// On the port for ranges, sidecars state the address that the application dialled. The installed gateway needs no change.
const gateway = new EgressGateway(chart, 'gateway', { ports: GatewayPorts.of({ cidrs: { port: 15022 } }) });

const transfers = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// The SFTP servers of a partner: their addresses change within a range. Nothing resolves the name.
new ExternalCidrRoute(chart, 'partner', {
  gateway,
  hosts: ['sftp.partner.example.org'],
  port: 22,
  cidrs: ['203.0.113.64/30'],
  allowFrom: [transfers],
});

// Mail relays, which speak first: callers that are no source receive no byte of them.
new ExternalCidrRoute(chart, 'relays', {
  gateway,
  hosts: ['relays.partner.example.org'],
  port: 587,
  cidrs: ['203.0.113.68/30'],
  allowFrom: [reports],
});

// A server inside the range of the partner, for other sources: sidecars prefer the single address.
new ExternalTcpRoute(chart, 'archive', {
  gateway,
  hosts: ['archive.example.org'],
  port: 22,
  addresses: ['203.0.113.66'],
  allowFrom: [reports],
});

new ExternalTlsRoute(chart, 'web', { gateway, hosts: ['www.example.com'], allowFrom: [transfers] });

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
