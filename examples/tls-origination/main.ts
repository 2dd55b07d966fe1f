import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTlsRoute,
  TlsOrigination,
  TlsVersion,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');
const allowFrom = [EgressSource.serviceAccount('default', 'default'), EgressSource.namespace('test-egress')];

// The gateway speaks TLS 1.3 to the host, and allows only reads of the first version of the API.
new ExternalHttpRoute(chart, 'api', {
  gateway,
  hosts: ['api.example.org'],
  tlsOrigination: TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 }),
  allowFrom,
  allowedOperations: [{ methods: ['GET', 'HEAD'], paths: ['/v1/*'] }],
});

// A private CA, in a Secret in the namespace of the gateway: kubectl create secret generic private-ca
//   -n istio-system --from-file=ca.crt
new ExternalHttpRoute(chart, 'private', {
  gateway,
  hosts: ['private.example.org'],
  tlsOrigination: TlsOrigination.simple({ credentialName: 'private-ca' }),
  allowFrom,
});

// A host that requires a client certificate: --from-file=tls.crt --from-file=tls.key --from-file=ca.crt
new ExternalHttpRoute(chart, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  tlsOrigination: TlsOrigination.mutual({ credentialName: 'bank-client', port: 9443 }),
  allowFrom,
});

// The gateway passes the TLS of applications that call the same host with their own TLS.
new ExternalTlsRoute(chart, 'api-tls', { gateway, hosts: ['api.example.org'], allowFrom });

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
