import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  HttpProtocol,
  TlsOrigination,
  UpstreamProxy,
  WildcardTarget,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });

// Every route of the gateway leaves through the proxy of the company, which resolves the names of the hosts.
const gateway = new EgressGateway(chart, 'gateway', {
  upstreamProxy: UpstreamProxy.connect('proxy.example.org', 3128),
});
const orders = EgressSource.namespace('test-egress');
const reports = EgressSource.serviceAccount('default', 'reports');

// TLS of the application.
new ExternalTlsRoute(chart, 'news', { gateway, hosts: ['edition.cnn.com'], allowFrom: [orders] });

// TLS from the gateway on.
new ExternalHttpRoute(chart, 'api', {
  gateway,
  hosts: ['api.example.org'],
  tlsOrigination: TlsOrigination.simple(),
  allowFrom: [orders],
  allowedOperations: [{ methods: ['GET', 'HEAD'] }],
});

// gRPC, with TLS from the gateway on.
new ExternalHttpRoute(chart, 'grpc', {
  gateway,
  hosts: ['grpc.example.org'],
  port: 50051,
  protocol: HttpProtocol.GRPC,
  tlsOrigination: TlsOrigination.simple({ port: 50443 }),
  allowFrom: [orders],
});

// TCP, to a host that speaks first, and to a further port of the host with sources of its own.
new ExternalTcpRoute(chart, 'smtp', {
  gateway,
  hosts: ['smtp.example.org'],
  port: 587,
  addresses: ['203.0.113.25'],
  allowFrom: [orders],
});
new ExternalTcpRoute(chart, 'sftp', {
  gateway,
  hosts: ['smtp.example.org'],
  port: 2222,
  addresses: ['203.0.113.25'],
  allowFrom: [reports],
});

// Plain HTTP and TLS below a wildcard: the proxy connects to the target of the wildcard.
new ExternalHttpRoute(chart, 'wikipedia-http', {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.host('www.wikipedia.org'),
  allowFrom: [orders],
});
new ExternalTlsRoute(chart, 'wikipedia', {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.host('www.wikipedia.org'),
  allowFrom: [orders],
});

// A host that the gateway reaches itself.
new ExternalTlsRoute(chart, 'partner', {
  gateway,
  hosts: ['www.example.com'],
  upstreamProxy: UpstreamProxy.none(),
  allowFrom: [orders],
});

// Applications that speak CONNECT to the proxy themselves: the gateway sees the proxy, not the hosts behind the proxy.
new ExternalTcpRoute(chart, 'proxy', {
  gateway,
  hosts: ['proxy.example.org'],
  port: 3128,
  addresses: ['203.0.113.40'],
  upstreamProxy: UpstreamProxy.none(),
  allowFrom: [reports],
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
