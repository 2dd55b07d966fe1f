import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  TlsOrigination,
  WildcardTarget,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

const builds = EgressSource.namespace('default');
const reports = EgressSource.serviceAccount('default', 'reports');
const orders = EgressSource.namespace('test-egress');

// A route per port, each with its own sources: HTTPS, SSH, and HTTPS on a second port.
const github = { gateway, hosts: ['github.com'] };
new ExternalTlsRoute(chart, 'github', { ...github, allowFrom: [builds] });
new ExternalTcpRoute(chart, 'github-ssh', { ...github, port: 22, addresses: ['203.0.113.32'], allowFrom: [reports] });
new ExternalTlsRoute(chart, 'github-packages', { ...github, port: 8443, allowFrom: [orders] });

// A broker with its registry and its HTTP API. The gateway calls the API with TLS, and the registry in plain HTTP.
const kafka = { gateway, hosts: ['kafka.example.org'] };
new ExternalTcpRoute(chart, 'broker', { ...kafka, port: 9093, addresses: ['203.0.113.33'], allowFrom: [orders] });
new ExternalHttpRoute(chart, 'registry', { ...kafka, port: 8081, allowFrom: [builds] });
new ExternalHttpRoute(chart, 'api', {
  ...kafka,
  port: 8082,
  tlsOrigination: TlsOrigination.simple({ port: 8443 }),
  allowFrom: [reports],
  allowedOperations: [{ methods: ['GET'], paths: ['/topics/*'] }],
  keepHeaders: ['traceparent'],
});

// Two TLS ports below a wildcard.
const wikipedia = {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.host('www.wikipedia.org'),
};
new ExternalTlsRoute(chart, 'wikipedia', { ...wikipedia, allowFrom: [builds] });
new ExternalTlsRoute(chart, 'wikipedia-admin', { ...wikipedia, port: 8443, allowFrom: [orders] });

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
