import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  HostResolution,
  TlsOrigination,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const orders = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// Hosts without a DNS name. The names are for policies and logs, and are never looked up.
new ExternalTcpRoute(chart, 'oracle', {
  gateway,
  hosts: ['oracle.corp.internal'],
  port: 1521,
  addresses: ['10.20.3.4'],
  resolution: HostResolution.STATIC,
  allowFrom: [orders],
});

// Applications call http://203.0.113.200:8080, and connect to port 22 of the same device over SSH.
new ExternalHttpRoute(chart, 'meter', {
  gateway,
  hosts: ['meter.corp.internal'],
  port: 8080,
  addresses: ['203.0.113.200'],
  resolution: HostResolution.STATIC,
  allowFrom: [orders],
  allowedOperations: [{ methods: ['GET'] }],
});
new ExternalTcpRoute(chart, 'meter-ssh', {
  gateway,
  hosts: ['meter.corp.internal'],
  port: 22,
  addresses: ['203.0.113.200'],
  resolution: HostResolution.STATIC,
  allowFrom: [reports],
});

// Applications call https://203.0.113.201:8443. TLS to an address has no SNI, so the address identifies the host, as for TCP.
new ExternalTcpRoute(chart, 'console', {
  gateway,
  hosts: ['firewall.corp.internal'],
  port: 8443,
  addresses: ['203.0.113.201'],
  resolution: HostResolution.STATIC,
  allowFrom: [reports],
});

// Applications call http://203.0.113.201. The gateway verifies the address in the certificate.
new ExternalHttpRoute(chart, 'firewall', {
  gateway,
  hosts: ['firewall.corp.internal'],
  addresses: ['203.0.113.201'],
  resolution: HostResolution.STATIC,
  tlsOrigination: TlsOrigination.simple(),
  allowFrom: [orders],
});

// Two databases on one port, whose addresses change. The sidecars of the sources answer DNS queries.
new ExternalTcpRoute(chart, 'db', {
  gateway,
  hosts: ['changing.example.net'],
  port: 5432,
  virtualAddress: true,
  allowFrom: [orders],
});
new ExternalTcpRoute(chart, 'replica', {
  gateway,
  hosts: ['replica.example.org'],
  port: 5432,
  virtualAddress: true,
  allowFrom: [orders],
});

// In sidecars that answer DNS queries, istiod gives other hosts addresses too, unless their ServiceEntries have the label.
new ExternalTlsRoute(chart, 'bank', { gateway, hosts: ['www.example.com'], allowFrom: [orders] });
new ExternalTlsRoute(chart, 'news', {
  gateway,
  hosts: ['edition.cnn.com'],
  allowFrom: [orders],
  metadata: { labels: { 'networking.istio.io/enable-autoallocate-ip': 'false' } },
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
