import { App, Chart } from 'cdk8s';
import {
  AccessLog,
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
  Subject,
  TlsOrigination,
  TolerationEffect,
  TolerationOperator,
} from 'cdk8s-istio-egress';

const app = new App();

// Platform: a gateway on dedicated nodes, with an access log that names the callers.
const platform = new Chart(app, '1-platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(platform, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  defaultDeny: true,
  workload: GatewayWorkload.deployment({
    createNamespace: true,
    readSecrets: true,
    nodeSelector: { 'node-role.kubernetes.io/egress': '' },
    tolerations: [
      {
        key: 'node-role.kubernetes.io/egress',
        operator: TolerationOperator.EXISTS,
        effect: TolerationEffect.NO_SCHEDULE,
      },
    ],
  }),
});
new EgressTelemetry(platform, 'log', { gateway, accessLog: AccessLog.JSON });

// Team: the hosts, the allowed sources and operations, and no other egress.
// kubectl applies the files in the order of their names: 1-platform.k8s.yaml, with the Namespace, before 2-team.k8s.yaml.
const team = new Chart(app, '2-team', { namespace: 'test-egress' });
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
  allowedOperations: [{ methods: ['GET', 'POST'], paths: ['/v1/*'] }],
});
new EgressLockdownPolicy(team, 'lockdown', {
  gateway,
  namespaces: ['test-egress'],
  allowTo: [EgressPeer.sameNamespace(), EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] })],
});
new EgressSidecar(team, 'sidecars', {
  namespaces: ['test-egress'],
  additionalHosts: ['databases/server.databases.svc.cluster.local'],
});

// The other sides of the lockdown: ingress and egress of the gateway's pods, and the objects that tenants may create.
new GatewayLockdownPolicy(platform, 'gateway-lockdown', { gateway, clientNamespaces: ['default'] });
new EgressAdmissionPolicy(platform, 'admission', {
  gateway,
  deployers: [Subject.serviceAccount('argocd', 'argocd-application-controller'), Subject.group('system:masters')],
});

app.synth();
