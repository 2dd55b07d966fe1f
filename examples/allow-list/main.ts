import { App, Chart, Duration } from 'cdk8s';
import {
  EgressChecks,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  GatewayWorkload,
  HostResolution,
  HttpCredential,
  HttpProtocol,
  TlsOrigination,
  UpstreamProxy,
  WildcardTarget,
} from 'cdk8s-istio-egress';

const app = new App();
const list = new Chart(app, 'egress', { namespace: 'default' });
EgressChecks.of(list).acknowledge(
  'EGR2105',
  'only the pipeline of the platform writes VirtualServices in this namespace',
);

const gateway = new EgressGateway(list, 'gateway', {
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'dedicated-egress' },
  defaultDeny: true,
  ports: GatewayPorts.of({ cidrs: { port: 15022 } }),
  workload: GatewayWorkload.deployment({ createNamespace: true, readSecrets: true }),
});

const orders = [EgressSource.namespace('test-egress')];
const reports = [EgressSource.serviceAccount('default', 'reports')];

// Applications speak TLS themselves.
new ExternalTlsRoute(list, 'github', { gateway, hosts: ['github.com'], allowFrom: orders });
new ExternalTlsRoute(list, 'payments', { gateway, hosts: ['api.payments.example.com'], allowFrom: reports });
new ExternalTlsRoute(list, 'images', { gateway, hosts: ['images.example.com'], port: 8443, allowFrom: orders });
new ExternalTlsRoute(list, 'directory', { gateway, hosts: ['ldap.example.com'], port: 636, allowFrom: reports });
new ExternalTlsRoute(list, 'cache', { gateway, hosts: ['redis.example.com'], port: 6380, allowFrom: orders });
new ExternalTlsRoute(list, 'devices', { gateway, hosts: ['mqtt.example.com'], port: 8883, allowFrom: orders });
new ExternalTlsRoute(list, 'messages', { gateway, hosts: ['amqp.example.com'], port: 5671, allowFrom: reports });

// Names below a domain: each with its own address, or all on one host.
const wildcardTarget = WildcardTarget.dynamicDns();
new ExternalTlsRoute(list, 'buckets', { gateway, hosts: ['*.s3.example.com'], wildcardTarget, allowFrom: orders });
new ExternalTlsRoute(list, 'packages', {
  gateway,
  hosts: ['*.packages.example.com'],
  wildcardTarget,
  allowFrom: reports,
});
new ExternalHttpRoute(list, 'mirrors', { gateway, hosts: ['*.example.net'], wildcardTarget, allowFrom: orders });
new ExternalTlsRoute(list, 'encyclopedia', {
  gateway,
  hosts: ['*.wikipedia.org'],
  wildcardTarget: WildcardTarget.host('www.wikipedia.org'),
  allowFrom: orders,
});

// Applications speak plain HTTP, and the gateway speaks what the host expects.
new ExternalHttpRoute(list, 'revocation', { gateway, hosts: ['ocsp.example.com'], allowFrom: orders });
new ExternalHttpRoute(list, 'mirror', { gateway, hosts: ['apt.example.com'], port: 8080, allowFrom: orders });
new ExternalHttpRoute(list, 'partner', {
  gateway,
  hosts: ['api.partner.example.com'],
  tlsOrigination: TlsOrigination.simple(),
  allowFrom: orders,
  allowedOperations: [{ methods: ['GET'], paths: ['/v1/*'] }],
});
// The client certificate and the token are Secrets that others create in the namespace of the gateway.
new ExternalHttpRoute(list, 'bank', {
  gateway,
  hosts: ['www.example.com'],
  tlsOrigination: TlsOrigination.mutual({ credentialName: 'bank-client', port: 9443 }),
  allowFrom: reports,
});
new ExternalHttpRoute(list, 'ledger', {
  gateway,
  hosts: ['ledger.example.com'],
  port: 50051,
  protocol: HttpProtocol.GRPC,
  tlsOrigination: TlsOrigination.simple({ port: 50443 }),
  credential: HttpCredential.fromSecret({ secretName: 'ledger-token' }),
  allowFrom: orders,
});
new ExternalHttpRoute(list, 'prices', {
  gateway,
  hosts: ['feed.example.com'],
  port: 8080,
  useClientProtocol: true,
  tlsOrigination: TlsOrigination.simple({ port: 8443 }),
  allowFrom: orders,
});
new ExternalHttpRoute(list, 'regions', {
  gateway,
  hosts: ['edition.cnn.com'],
  tlsOrigination: TlsOrigination.simple(),
  upstream: {
    endpoints: [
      { address: 'west.example.com', locality: 'us-west' },
      { address: 'east.example.com', locality: 'us-east' },
    ],
    failover: [{ from: 'us-west', to: 'us-east' }],
    outlierDetection: { consecutiveLocalOriginFailures: 2, baseEjectionTime: Duration.minutes(1) },
    retries: { attempts: 2 },
    timeout: Duration.seconds(5),
  },
  allowFrom: orders,
});

// Several ports of one host, each with its own sources.
new ExternalTcpRoute(list, 'github-ssh', {
  gateway,
  hosts: ['github.com'],
  port: 22,
  addresses: ['203.0.113.32'],
  allowFrom: reports,
});
const kafka = { gateway, hosts: ['kafka.example.org'] };
new ExternalTcpRoute(list, 'kafka', { ...kafka, port: 9093, addresses: ['203.0.113.33'], allowFrom: orders });
new ExternalHttpRoute(list, 'kafka-registry', { ...kafka, port: 8081, allowFrom: orders });

// Protocols over TCP.
const tcp = (id: string, host: string, port: number, address: string, allowFrom: EgressSource[]) =>
  new ExternalTcpRoute(list, id, { gateway, hosts: [host], port, addresses: [address], allowFrom });
tcp('mysql', 'mysql.example.com', 3306, '203.0.113.90', reports);
tcp('mongodb', 'mongodb.example.com', 27017, '203.0.113.91', orders);
tcp('mail', 'smtp.example.org', 587, '203.0.113.25', orders);
tcp('bastion', 'bastion.example.com', 2222, '203.0.113.92', reports);

// A database whose addresses change.
new ExternalTcpRoute(list, 'postgres', {
  gateway,
  hosts: ['changing.example.net'],
  port: 5432,
  virtualAddress: true,
  allowFrom: orders,
});

// Destinations without a name.
new ExternalTcpRoute(list, 'oracle', {
  gateway,
  hosts: ['oracle.corp.internal'],
  port: 1521,
  addresses: ['10.20.3.4'],
  resolution: HostResolution.STATIC,
  allowFrom: orders,
});
new ExternalHttpRoute(list, 'meter', {
  gateway,
  hosts: ['meter.corp.internal'],
  port: 8080,
  addresses: ['203.0.113.200'],
  resolution: HostResolution.STATIC,
  allowFrom: orders,
});
new ExternalCidrRoute(list, 'sftp', {
  gateway,
  hosts: ['sftp.partner.example.org'],
  port: 22,
  cidrs: ['203.0.113.64/30'],
  allowFrom: orders,
});

// Through the proxy of the organization: by the gateway, and by applications that use the proxy themselves.
new ExternalTlsRoute(list, 'maps', {
  gateway,
  hosts: ['maps.example.com'],
  upstreamProxy: UpstreamProxy.connect('proxy.example.org', 3128),
  allowFrom: orders,
});
tcp('proxy', 'proxy.example.org', 3128, '203.0.113.40', reports);

new EgressLockdownPolicy(list, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
