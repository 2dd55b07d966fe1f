import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressMesh,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  OutboundTrafficPolicyMode,
} from 'cdk8s-istio-egress';

const app = new App();

// Argo CD applies ServiceEntries after all other objects, and deletes them first. Flux: see flux.yaml.
const mesh = new EgressMesh(app, 'mesh', {
  outboundTrafficPolicy: OutboundTrafficPolicyMode.REGISTRY_ONLY,
  syncWaves: true,
});

const chart = new Chart(mesh, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');
const allowFrom = [EgressSource.namespace('default')];
new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['edition.cnn.com'], allowFrom });
new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['edition.cnn.com', 'www.example.com'], allowFrom });
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });

app.synth();
