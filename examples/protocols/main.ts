import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  HttpProtocol,
  TlsOrigination,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');
const allowFrom = [EgressSource.namespace('test-egress')];

// gRPC. The gateway speaks HTTP/2 to the host, also for applications that call in HTTP/1.1.
new ExternalHttpRoute(chart, 'grpc', {
  gateway,
  hosts: ['grpc.example.org'],
  port: 50051,
  protocol: HttpProtocol.GRPC,
  allowFrom,
});

// gRPC with TLS from the gateway on. A method of gRPC is the path /PACKAGE.SERVICE/METHOD.
new ExternalHttpRoute(chart, 'ledger', {
  gateway,
  hosts: ['api.example.org'],
  port: 50051,
  protocol: HttpProtocol.GRPC,
  tlsOrigination: TlsOrigination.simple({ port: 50443 }),
  allowFrom,
  allowedOperations: [{ methods: ['POST'], paths: ['/bank.Ledger/*'] }],
});

// An API with REST and gRPC: each request reaches the host in the protocol of the application.
new ExternalHttpRoute(chart, 'mixed', {
  gateway,
  hosts: ['edition.cnn.com'],
  useClientProtocol: true,
  tlsOrigination: TlsOrigination.simple({ port: 50443 }),
  allowFrom,
});
new ExternalHttpRoute(chart, 'mixed-grpc', {
  gateway,
  hosts: ['edition.cnn.com'],
  port: 50051,
  useClientProtocol: true,
  tlsOrigination: TlsOrigination.simple({ port: 50443 }),
  allowFrom,
});

// WebSocket, without TLS and with TLS from the gateway on.
new ExternalHttpRoute(chart, 'feed', {
  gateway,
  hosts: ['feed.example.org'],
  port: 8080,
  useClientProtocol: true,
  allowFrom,
});
new ExternalHttpRoute(chart, 'feed-tls', {
  gateway,
  hosts: ['www.example.com'],
  port: 8080,
  useClientProtocol: true,
  tlsOrigination: TlsOrigination.simple({ port: 8443 }),
  allowFrom,
});

// With operations, no upgrade to WebSocket.
new ExternalHttpRoute(chart, 'quotes', {
  gateway,
  hosts: ['a.example.net'],
  port: 8080,
  useClientProtocol: true,
  allowFrom,
  allowedOperations: [{ methods: ['GET'], paths: ['/v1/*'] }],
});

// Without an option, the gateway speaks HTTP/1.1 to the host.
new ExternalHttpRoute(chart, 'default', {
  gateway,
  hosts: ['b.example.net'],
  port: 50051,
  tlsOrigination: TlsOrigination.simple({ port: 8443 }),
  allowFrom,
});

// PostgreSQL starts in plain text, and continues with TLS.
new ExternalTcpRoute(chart, 'postgres', {
  gateway,
  hosts: ['pg.example.org'],
  port: 5432,
  addresses: ['203.0.113.28'],
  allowFrom,
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });

app.synth();
