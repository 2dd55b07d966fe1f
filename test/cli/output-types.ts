/**
 * An app for every output type: a gateway of its own, both kinds of route and two lockdowns over several namespaces, so that
 * objects of one kind stand in several of them.
 */
import { App, Chart, YamlOutputType } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
  LockdownMode,
} from '../../lib';

const name = (process.env['OUTPUT_TYPE'] ?? 'FILE_PER_CHART') as keyof typeof YamlOutputType;
const app = new App({ yamlOutputType: YamlOutputType[name] });

const platform = new Chart(app, 'platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(platform, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  workload: GatewayWorkload.deployment({ createNamespace: true }),
});

const team = new Chart(app, 'team', { namespace: 'test-egress' });
new ExternalHttpRoute(team, 'legacy', { gateway, hosts: ['api.example.org', 'www.example.com'] });
new ExternalTlsRoute(team, 'web', { gateway, hosts: ['edition.cnn.com', 'www.example.com'] });
new EgressLockdownPolicy(team, 'lockdown', {
  gateway,
  namespaces: ['orders', 'payments', 'test-egress'],
  createNamespaces: true,
  allowTo: [EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] })],
});

const other = new Chart(app, 'other', { namespace: 'other' });
new ExternalTlsRoute(other, 'web', { gateway, hosts: ['www.example.org'] });
new EgressLockdownPolicy(other, 'lockdown', {
  gateway,
  namespaces: ['audit', 'reports'],
  mode: LockdownMode.NAMESPACE_LABELS,
});

app.synth();
