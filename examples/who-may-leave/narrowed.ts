import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExportTo, ExternalTlsRoute } from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// Routes that other namespaces do not even see. What holds those back is for you to see to: a lockdown, or REGISTRY_ONLY.
new ExternalTlsRoute(chart, 'cnn', {
  gateway,
  hosts: ['edition.cnn.com'],
  allowFrom: [EgressSource.namespace('default')],
  exportTo: ExportTo.SOURCES_UNDER_LOCKDOWN,
});
new ExternalTlsRoute(chart, 'example', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
  exportTo: ExportTo.SOURCES_UNDER_REGISTRY_ONLY,
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
