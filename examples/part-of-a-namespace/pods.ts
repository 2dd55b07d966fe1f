import { App, Chart } from 'cdk8s';
import {
  EgressChecks,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'test-egress' });
const gateway = new EgressGateway(chart, 'gateway');
const reports = { namespaces: ['test-egress'], podLabels: { app: 'reports' } };

new ExternalTlsRoute(chart, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.serviceAccount('test-egress', 'reports')],
});

// Only the pods with the label are closed. Nothing changes for the other pods of the namespace: the warning must be acknowledged.
const lockdown = new EgressLockdownPolicy(chart, 'lockdown', { gateway, ...reports });
EgressChecks.of(lockdown).acknowledge('EGR2051', 'the other workloads of the namespace move to the gateway later');
new EgressSidecar(chart, 'sidecars', reports);

app.synth();
