import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExportTo, ExternalTlsRoute } from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// Routes that are visible to their sources only. A lockdown or REGISTRY_ONLY must close the other namespaces.
new ExternalTlsRoute(chart, 'cnn', {
  gateway,
  hosts: ['edition.cnn.com'],
  allowFrom: [EgressSource.namespace('default')],
  exportTo: ExportTo.SOURCES,
});
new ExternalTlsRoute(chart, 'example', {
  gateway,
  hosts: ['www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
  exportTo: ExportTo.SOURCES,
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
