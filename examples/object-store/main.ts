import { App, Chart } from 'cdk8s';
import {
  DirectHost,
  DirectProtocol,
  EgressChecks,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress');
const gateway = new EgressGateway(chart, 'gateway');
const because = 'the object store is in the network of the cluster';

new ExternalTlsRoute(chart, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
});

// Every pod of one namespace may connect, and nothing checks or logs who does.
const objectStore = new DirectHost(chart, 'object-store', {
  hosts: ['s3.example.com', '*.s3.example.com'],
  namespaces: ['test-egress'],
  cidrs: ['203.0.113.48/29'],
  because,
});
EgressChecks.of(objectStore).acknowledge('EGR2052', 'only servers of the object store have addresses in the range');
new DirectHost(chart, 'console', {
  hosts: ['images.example.com'],
  namespaces: ['test-egress'],
  protocol: DirectProtocol.HTTP,
  cidrs: ['203.0.113.81/32'],
  because,
});
// TCP carries no name: sidecars identify the host by its ranges and ports.
new DirectHost(chart, 'backups', {
  hosts: ['backup.example.com'],
  namespaces: ['test-egress'],
  ports: [22],
  protocol: DirectProtocol.TCP,
  cidrs: ['203.0.113.64/30'],
  because,
});

// The lockdown opens the ranges of the direct hosts to their namespace, and the sidecars of this namespace alone import the hosts.
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['databases', 'test-egress'] });
new EgressSidecar(chart, 'sidecars', { namespaces: ['default', 'test-egress'] });
app.synth();
