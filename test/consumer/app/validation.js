/** Becomes the program of an app for `cdk8s synth`. With BROKEN, no rule leads sidecars to the gateway. */
const { App, Chart, JsonPatch } = require('cdk8s');
const { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalTlsRoute } = require('cdk8s-istio-egress');

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });
const allowFrom = [EgressSource.namespace('test-egress')];
const route = new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
const virtualService = route.objects.find(({ kind }) => kind === 'VirtualService');
if (process.env.BROKEN) {
  const gateways = ['istio-system/egress-server-edition-cnn-com'];
  virtualService.addJsonPatch(JsonPatch.replace('/spec/gateways', gateways));
}
const reason = process.env.SUPPRESSED;
if (reason) virtualService.metadata.addAnnotation('suppress.cdk8s-istio-egress/EGR3013', reason);
app.synth();
