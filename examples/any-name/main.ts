import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
  WildcardTarget,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const everyTest = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');
const wildcardTarget = WildcardTarget.dynamicDns();

// An object store: each bucket is a name of its own. The gateway resolves the name in the SNI.
new ExternalTlsRoute(chart, 'buckets', {
  gateway,
  hosts: ['*.s3.example.com'],
  wildcardTarget,
  allowFrom: [everyTest],
});

// Another port of the same names has sources of its own.
new ExternalTlsRoute(chart, 'buckets-admin', {
  gateway,
  hosts: ['*.s3.example.com'],
  port: 8443,
  wildcardTarget,
  allowFrom: [reports],
});

// A bucket, and the buckets of a region on one host, that are for other callers.
new ExternalTlsRoute(chart, 'audit', { gateway, hosts: ['audit.s3.example.com'], allowFrom: [reports] });
new ExternalTlsRoute(chart, 'region', {
  gateway,
  hosts: ['*.eu.s3.example.com'],
  wildcardTarget: WildcardTarget.host('logs.eu.s3.example.com'),
  allowFrom: [reports],
});

// A package registry, which is for other callers than the object store.
new ExternalTlsRoute(chart, 'packages', {
  gateway,
  hosts: ['*.packages.example.com'],
  wildcardTarget,
  allowFrom: [reports],
});

// A single host, whose name a partner owns.
new ExternalTlsRoute(chart, 'partner', {
  gateway,
  hosts: ['partner.example.com'],
  port: 15444,
  allowFrom: [EgressSource.namespace('default')],
});

new EgressSidecar(chart, 'sidecars', { namespaces: ['test-egress'] });
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
