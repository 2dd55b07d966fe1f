import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressPeer,
  EgressPort,
  ExternalHttpRoute,
  ExternalTlsRoute,
  GatewayVolume,
  GatewayWorkload,
  TlsOrigination,
  TolerationEffect,
  TolerationOperator,
} from 'cdk8s-istio-egress';

const app = new App();

const platform = new Chart(app, '1-platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(platform, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  workload: GatewayWorkload.deployment({
    createNamespace: true,
    nodeSelector: { 'node-role.kubernetes.io/egress': '' },
    tolerations: [
      {
        key: 'node-role.kubernetes.io/egress',
        operator: TolerationOperator.EXISTS,
        effect: TolerationEffect.NO_SCHEDULE,
      },
    ],
    // The pods of the gateway take precedence over others: without them, nothing leaves.
    priorityClassName: 'system-cluster-critical',
    podLabels: { 'example.com/team': 'network' },
    // A network plugin selects a fixed source address by labels or annotations of the pods: docs/guide/source-address.md.
    podAnnotations: { 'example.com/source-address': 'egress' },
    // A pod that ends serves open connections for at least this time.
    env: { MINIMUM_DRAIN_DURATION: '10s' },
    // kubectl create secret generic private-ca -n istio-egress --from-file=ca.crt
    volumes: [GatewayVolume.secret('private-ca', '/mnt/private-ca')],
    imagePullSecrets: ['registry'],
  }),
});

// kubectl applies the files in the order of their names: 1-platform.k8s.yaml, with the Namespace, before 2-team.k8s.yaml.
const team = new Chart(app, '2-team', { namespace: 'test-egress' });
new ExternalHttpRoute(team, 'legacy', { gateway, hosts: ['api.example.org'] });
new ExternalHttpRoute(team, 'private', {
  gateway,
  hosts: ['private.example.org'],
  tlsOrigination: TlsOrigination.simple({ caCertificates: '/mnt/private-ca/ca.crt' }),
});
new ExternalTlsRoute(team, 'web', { gateway, hosts: ['edition.cnn.com', 'www.example.com'] });
new EgressLockdownPolicy(team, 'lockdown', {
  gateway,
  namespaces: ['test-egress'],
  allowTo: [EgressPeer.sameNamespace(), EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] })],
});

app.synth();
