import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  WildcardTarget,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const everyTest = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// One host serves all names: the gateway connects to this host for every name.
const wikipedia = {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.host('www.wikipedia.org'),
  allowFrom: [everyTest],
};
new ExternalHttpRoute(chart, 'wikipedia-http', wikipedia);
new ExternalTlsRoute(chart, 'wikipedia-tls', wikipedia);

// A single name below the domain is a separate host, with separate sources.
new ExternalTlsRoute(chart, 'mobile', { gateway, hosts: ['m.de.wikipedia.org'], allowFrom: [reports] });

// The gateway resolves each name itself. Only HTTP routes support this target.
new ExternalHttpRoute(chart, 'partners', {
  gateway,
  hosts: ['*.example.net'],
  wildcardTarget: WildcardTarget.dynamicDns(),
  allowFrom: [everyTest],
});

new ExternalHttpRoute(chart, 'billing', { gateway, hosts: ['b.example.net'], allowFrom: [reports] });

// The sidecars import the hosts of their namespace, and the exceptions of a wildcard: they refuse names that have other sources.
new EgressSidecar(chart, 'sidecars', { namespaces: ['test-egress'] });
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
