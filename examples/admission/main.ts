import { App, Chart } from 'cdk8s';
import {
  Deployer,
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
} from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'istio-system' });
const gateway = new EgressGateway(chart, 'gateway', { requireSources: true });

new ExternalTlsRoute(chart, 'cnn', {
  gateway,
  hosts: ['edition.cnn.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
});
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });

new EgressSidecar(chart, 'sidecars', { namespaces: ['test-egress'] });

// What the network cannot hold, and what tenants could take from the gateway, is refused where it is made.
new EgressAdmissionPolicy(chart, 'admission', {
  gateway,
  deployers: [Deployer.serviceAccount('argocd', 'argocd-application-controller'), Deployer.group('system:masters')],
  // An annotation that pods may have all the same, and what istiod makes of it.
  podAnnotations: { 'proxy.istio.io/config': '{ "holdApplicationUntilProxyStarts": true }' },
  proxyConfigs: ['{"holdApplicationUntilProxyStarts":true}'],
  hosts: ['shop.example.org'],
});

app.synth();
