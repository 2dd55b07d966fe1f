import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  WildcardTarget,
} from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const everyTest = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// One host serves all the names: the gateway connects to that, whatever name was asked for.
const wikipedia = {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.fixed('www.wikipedia.org'),
  allowFrom: [everyTest],
};
new ExternalHttpRoute(chart, 'wikipedia-http', wikipedia);
new ExternalTlsRoute(chart, 'wikipedia-tls', wikipedia);

// A single name below the domain is a host of its own, with sources of its own.
new ExternalTlsRoute(chart, 'mobile', { gateway, hosts: ['m.de.wikipedia.org'], allowFrom: [reports] });

// The gateway resolves each name by itself: for HTTP.
new ExternalHttpRoute(chart, 'partners', {
  gateway,
  hosts: ['*.example.net'],
  wildcardTarget: WildcardTarget.dynamic(),
  allowFrom: [everyTest],
});

new ExternalHttpRoute(chart, 'billing', { gateway, hosts: ['b.example.net'], allowFrom: [reports] });

// Sidecars that know what is for their namespace, and of a wildcard also the names that are for others: those refuse, by themselves.
new EgressSidecar(chart, 'sidecars', { namespaces: ['test-egress'] });
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
