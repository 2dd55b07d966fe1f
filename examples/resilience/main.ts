import { App, Chart, Duration } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
  HostResolution,
  TlsOrigination,
  UpstreamOptions,
} from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
// One pod, so that the counts of this example are those of one pod.
const gateway = new EgressGateway(chart, 'gateway', {
  namespace: 'egress-resilience',
  serviceName: 'egress',
  selector: { istio: 'egress-resilience' },
  workload: GatewayWorkload.deployment({ createNamespace: true, minReplicas: 1, maxReplicas: 1 }),
});
const allowFrom = [EgressSource.serviceAccount('default', 'default'), EgressSource.namespace('test-egress')];

// The gateway repeats a request twice, and answers with 504 after two seconds.
new ExternalHttpRoute(chart, 'api', {
  gateway,
  hosts: ['api.example.org'],
  tlsOrigination: TlsOrigination.simple(),
  allowFrom,
  upstream: {
    timeout: Duration.seconds(2),
    retries: { attempts: 2, retryOn: ['connect-failure', 'gateway-error', 'unavailable'] },
    maxRequestsPerConnection: 100,
  },
});

// Without settings, the gateway and the sidecars have Istio's retries.
new ExternalHttpRoute(chart, 'default', { gateway, hosts: ['www.wikipedia.org'], allowFrom });

// The host serves one request at a time, and its name has another address in each answer.
new ExternalHttpRoute(chart, 'limited', {
  gateway,
  hosts: ['www.example.com'],
  resolution: HostResolution.DNS_ROUND_ROBIN,
  allowFrom,
  upstream: {
    http2MaxRequests: 1,
    idleTimeout: Duration.minutes(1),
  },
});

// The host has two regions. The gateway prefers its own region, and uses the other region once its own fails.
const regional: UpstreamOptions = {
  endpoints: [
    { address: 'west.example.com', locality: 'us-west' },
    { address: 'east.example.com', locality: 'us-east' },
  ],
  failover: [{ from: 'us-west', to: 'us-east' }],
  outlierDetection: {
    consecutiveLocalOriginFailures: 2,
    interval: Duration.seconds(1),
    baseEjectionTime: Duration.seconds(30),
    maxEjectionPercent: 100,
  },
  connectTimeout: Duration.seconds(1),
};
new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts: ['edition.cnn.com'], allowFrom, upstream: regional });
new ExternalHttpRoute(chart, 'cnn-http', {
  gateway,
  hosts: ['edition.cnn.com'],
  allowFrom,
  // No request is lost: the gateway repeats a request that made no connection.
  upstream: {
    ...regional,
    retries: { attempts: 2, retryOn: ['connect-failure'], retryRemoteLocalities: true },
  },
});

// The database is at another address than the one that applications dial, behind a firewall that drops connections without traffic.
new ExternalTcpRoute(chart, 'db', {
  gateway,
  hosts: ['db.example.org'],
  port: 5432,
  addresses: ['203.0.113.15'],
  allowFrom,
  upstream: {
    tcpKeepalive: { time: Duration.minutes(1), interval: Duration.seconds(15), probes: 3 },
    idleTimeout: Duration.seconds(2),
    maxConnections: 10,
    endpoints: [{ address: '203.0.113.16' }],
  },
});

new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
app.synth();
