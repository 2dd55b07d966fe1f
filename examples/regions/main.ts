import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
  WildcardTarget,
} from '../../lib';

/** A region: its clients, its gateway, and where the names below a wildcard are in it. */
class Region extends Chart {
  public readonly gateway: EgressGateway;

  public constructor(scope: App, id: string, clients: string, wikipedia: string) {
    super(scope, id, { namespace: clients });
    const gateway = new EgressGateway(this, 'gateway', {
      namespace: `egress-${id}`,
      serviceName: 'egress',
      selector: { istio: `egress-${id}` },
      requireSources: true,
      workload: GatewayWorkload.deployment({ createNamespace: true }),
    });
    const ofRegion = {
      gateway,
      allowFrom: [EgressSource.namespace(clients)],
      // What the other region does not see cannot lead its clients astray, nor its gateway.
      exportTo: ExportTo.SOURCES_UNDER_REGISTRY_ONLY,
    };
    new ExternalHttpRoute(this, 'cnn-http', { ...ofRegion, hosts: ['edition.cnn.com'] });
    new ExternalTlsRoute(this, 'cnn-tls', { ...ofRegion, hosts: ['edition.cnn.com'] });
    new ExternalTcpRoute(this, 'db', {
      ...ofRegion,
      hosts: ['db.example.org'],
      port: 5432,
      addresses: ['203.0.113.15'],
    });
    const wildcardTarget = WildcardTarget.fixed(wikipedia);
    new ExternalTlsRoute(this, 'wikipedia', { ...ofRegion, hosts: ['*.wikipedia.org'], wildcardTarget });
    this.gateway = gateway;
  }
}

const app = new App();
new Region(app, 'eu', 'default', 'www.wikipedia.org');
const us = new Region(app, 'us', 'test-egress', 'de.wikipedia.org');
new EgressLockdownPolicy(us, 'lockdown', { gateway: us.gateway, namespaces: ['test-egress'] });
app.synth();
