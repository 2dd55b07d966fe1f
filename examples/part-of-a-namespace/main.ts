import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'test-egress' });
const gateway = new EgressGateway(chart, 'gateway');
const namespaces = ['test-egress'];
const podLabels = { app: 'reports' };

// The gateway admits one service account: a certificate of the mesh proves the account, and a label proves nothing.
new ExternalTlsRoute(chart, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.serviceAccount('test-egress', 'reports')],
});

// Every pod of the namespace is closed, whatever its labels. The pods with the label also reach the databases.
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces });
new EgressLockdownPolicy(chart, 'reports-lockdown', {
  gateway,
  namespaces,
  podLabels,
  allowTo: [EgressPeer.namespace('databases', { ports: [EgressPort.tcp(8000)] })],
});

// Of the two Sidecars, Istio uses the one with the label for the pods with the label.
new EgressSidecar(chart, 'sidecars', { namespaces });
new EgressSidecar(chart, 'reports-sidecars', {
  namespaces,
  podLabels,
  additionalHosts: ['databases/server.databases.svc.cluster.local'],
});

app.synth();
