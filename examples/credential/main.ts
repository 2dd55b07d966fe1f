import { App, Chart } from 'cdk8s';
import {
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  GatewayWorkload,
  HttpCredential,
  Subject,
  TlsOrigination,
  UpstreamProxy,
} from 'cdk8s-istio-egress';

const app = new App();

// The pods of the gateway mount the Secrets of the credentials of all routes.
const platform = new Chart(app, '1-platform', { namespace: 'istio-egress' });
const gateway = new EgressGateway(platform, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  workload: GatewayWorkload.deployment({ createNamespace: true }),
});

// A tenant that can write VirtualServices in the namespace of the routes could send the credentials to another host.
new EgressAdmissionPolicy(platform, 'admission', {
  gateway,
  namespaces: ['default'],
  deployers: [Subject.serviceAccount('argocd', 'argocd-application-controller'), Subject.group('system:masters')],
});

const team = new Chart(app, '2-team', { namespace: 'default' });
const tlsOrigination = TlsOrigination.simple();
const allowFrom = [EgressSource.serviceAccount('default', 'default'), EgressSource.namespace('test-egress')];

// kubectl create secret generic api-token -n istio-egress --from-literal=authorization='Bearer ...'
new ExternalHttpRoute(team, 'api', {
  gateway,
  hosts: ['api.example.org'],
  tlsOrigination,
  allowFrom,
  credential: HttpCredential.fromSecret({ secretName: 'api-token' }),
});

// Another header, from a Secret that another tool writes, to a host behind the proxy of the organization.
new ExternalHttpRoute(team, 'news', {
  gateway,
  hosts: ['edition.cnn.com'],
  tlsOrigination,
  allowFrom,
  allowedOperations: [{ methods: ['GET'] }],
  upstreamProxy: UpstreamProxy.connect('proxy.example.org', 3128),
  credential: HttpCredential.fromSecret({ secretName: 'news.keys', key: 'api_key', header: 'X-Api-Key' }),
});

new ExternalHttpRoute(team, 'web', { gateway, hosts: ['www.example.com'], tlsOrigination, allowFrom });

new EgressLockdownPolicy(team, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
