/** Values of cdk8s-plus where the library accepts them. Runs with cdk8s-plus-28 too: the test replaces the name. */
import { App, Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressPeer, EgressSource, ExternalHttpRoute } from 'cdk8s-istio-egress';
import { Namespaces, ServiceAccount } from 'cdk8s-plus-33';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'payments' });
const serviceAccount = new ServiceAccount(chart, 'caller', { metadata: { name: 'caller', namespace: 'payments' } });
const gateway = new EgressGateway(chart, 'gateway');
new ExternalHttpRoute(chart, 'http', {
  gateway,
  hosts: ['edition.cnn.com'],
  allowFrom: [EgressSource.fromServiceAccount(serviceAccount)],
});
new EgressLockdownPolicy(chart, 'lockdown', {
  gateway,
  namespaces: ['payments'],
  allowTo: [EgressPeer.fromNetworkPolicyPeer(Namespaces.select(chart, 'databases', { names: ['databases'] }))],
});
app.synth();
