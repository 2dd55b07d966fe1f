import { App, Chart } from 'cdk8s';
import {
  AccessLog,
  Deployer,
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  EgressSidecar,
  EgressSource,
  EgressTelemetry,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayWorkload,
  TlsOrigination,
} from '../../lib';

const app = new App();

// The platform's: a gateway on nodes of its own, with a log that says who left.
const platform = new Chart(app, 'platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(platform, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  requireSources: true,
  workload: GatewayWorkload.deployment({
    createNamespace: true,
    readSecrets: true,
    nodeSelector: { 'node-role.kubernetes.io/egress': '' },
    tolerations: [{ key: 'node-role.kubernetes.io/egress', operator: 'Exists', effect: 'NoSchedule' }],
  }),
});
new EgressTelemetry(platform, 'log', { gateway, accessLog: AccessLog.JSON });

// The team's: what it calls, who of it may, and no other way out.
const team = new Chart(app, 'team', { namespace: 'test-egress' });
team.addDependency(platform);
new ExternalTlsRoute(team, 'web', {
  gateway,
  hosts: ['edition.cnn.com', 'www.example.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
});
new ExternalHttpRoute(team, 'partner', {
  gateway,
  hosts: ['private.example.org'],
  tlsOrigination: TlsOrigination.mutual({ credentialName: 'partner-client', port: 9443 }),
  allowFrom: [EgressSource.serviceAccount('test-egress', 'default')],
  allow: [{ methods: ['GET', 'POST'], paths: ['/v1/*'] }],
});
new EgressLockdownPolicy(team, 'lockdown', {
  gateway,
  namespaces: ['test-egress'],
  allow: [EgressPeer.sameNamespace(), EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] })],
});
new EgressSidecar(team, 'sidecars', {
  namespaces: ['test-egress'],
  hosts: ['databases/server.databases.svc.cluster.local'],
});

// What the lockdown needs on its other sides: who reaches the gateway besides, where it goes, and what tenants may make.
new GatewayLockdownPolicy(platform, 'gateway-lockdown', { gateway, namespaces: ['default'] });
new EgressAdmissionPolicy(platform, 'admission', {
  gateway,
  deployers: [Deployer.serviceAccount('argocd', 'argocd-application-controller'), Deployer.group('system:masters')],
});

app.synth();
