import { App, Chart } from 'cdk8s';
import { Deployment, Namespaces, Pods, ServiceAccount } from 'cdk8s-plus-28';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  EgressSource,
  ExternalTlsRoute,
} from 'cdk8s-istio-egress';

const app = new App();

const platform = new Chart(app, 'platform', { namespace: 'istio-system' });
const gateway = new EgressGateway(platform, 'gateway', { defaultDeny: true });

// A workload of cdk8s-plus, under a service account of its own.
const team = new Chart(app, 'team', { namespace: 'test-egress' });
const account = new ServiceAccount(team, 'account', { metadata: { name: 'invoices' } });
new Deployment(team, 'invoices', {
  metadata: { name: 'invoices' },
  podMetadata: { labels: { app: 'invoices' } },
  serviceAccount: account,
  replicas: 1,
  containers: [{ name: 'invoices', image: 'registry.example.com/invoices:1.0' }],
});

// Only this service account may use the route.
new ExternalTlsRoute(team, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.fromServiceAccount(account)],
});

// Besides the gateway, the namespace may reach one port of the databases.
const databases = Pods.select(team, 'databases', {
  labels: { app: 'server' },
  namespaces: Namespaces.select(team, 'databases-namespace', { names: ['databases'] }),
});
new EgressLockdownPolicy(team, 'lockdown', {
  gateway,
  namespaces: ['test-egress'],
  allowTo: [EgressPeer.fromNetworkPolicyPeer(databases, { ports: [EgressPort.tcp(5432)] })],
});

app.synth();
