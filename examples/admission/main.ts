import { App, Chart } from 'cdk8s';
import {
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
  IstioInjection,
  Subject,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'istio-system' });
const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });

new ExternalTlsRoute(chart, 'cnn', {
  gateway,
  hosts: ['edition.cnn.com'],
  allowFrom: [EgressSource.namespace('test-egress')],
});
new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });

new EgressSidecar(chart, 'sidecars', { namespaces: ['test-egress'] });

// The API server refuses objects of tenants that bypass the lockdown or redirect traffic of the gateway.
new EgressAdmissionPolicy(chart, 'admission', {
  gateway,
  deployers: [Subject.serviceAccount('argocd', 'argocd-application-controller'), Subject.group('system:masters')],
  // An annotation that pods may have, and the PROXY_CONFIG that istiod derives from the annotation.
  allowedPodAnnotations: { 'proxy.istio.io/config': '{ "holdApplicationUntilProxyStarts": true }' },
  istioInjection: IstioInjection.of({ proxyConfigs: ['{"holdApplicationUntilProxyStarts":true}'] }),
  tenantHosts: ['shop.example.org'],
  // A kind that tenants may create, and its controller, which writes objects of another kind.
  tenantKinds: ['verticalpodautoscalers.autoscaling.k8s.io'],
  trustedControllers: [Subject.serviceAccount('vertical-pod-autoscaler', 'recommender')],
});

app.synth();
