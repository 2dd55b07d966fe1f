import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const orders = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// Two databases on one port: sidecars identify the hosts by the addresses that their names resolve to.
new ExternalTcpRoute(chart, 'db', {
  gateway,
  hosts: ['db.example.org'],
  port: 5432,
  addresses: ['203.0.113.15'],
  allowFrom: [orders],
});
new ExternalTcpRoute(chart, 'replica', {
  gateway,
  hosts: ['replica.example.org'],
  port: 5432,
  addresses: ['203.0.113.16'],
  allowFrom: [orders, reports],
});

// SSH, and plain HTTP on the same host.
new ExternalTcpRoute(chart, 'git', {
  gateway,
  hosts: ['git.example.org'],
  port: 22,
  addresses: ['203.0.113.17'],
  allowFrom: [reports],
});
new ExternalHttpRoute(chart, 'git-http', { gateway, hosts: ['git.example.org'], allowFrom: [reports] });

// Mail servers, which speak first: callers that are no source receive no byte of them.
new ExternalTcpRoute(chart, 'smtp', {
  gateway,
  hosts: ['smtp.example.org'],
  port: 587,
  addresses: ['203.0.113.25'],
  allowFrom: [orders],
});
new ExternalTcpRoute(chart, 'mail', {
  gateway,
  hosts: ['mail.example.org'],
  port: 587,
  addresses: ['203.0.113.24'],
  allowFrom: [EgressSource.namespace('test'), reports],
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
