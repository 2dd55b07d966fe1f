import { App, Chart } from 'cdk8s';
import {
  EgressChecks,
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayWorkload,
  WildcardTarget,
} from 'cdk8s-istio-egress';

/** A region: its clients, its gateway, and the target of the wildcard. */
class Region extends Chart {
  public readonly gateway: EgressGateway;

  public constructor(scope: App, id: string, clients: string, wikipedia: string) {
    super(scope, id, { namespace: clients });
    const gateway = new EgressGateway(this, 'gateway', {
      namespace: `egress-${id}`,
      serviceName: 'egress',
      selector: { istio: `egress-${id}` },
      defaultDeny: true,
      workload: GatewayWorkload.deployment({ createNamespace: true }),
    });
    const ofRegion = {
      gateway,
      allowFrom: [EgressSource.namespace(clients)],
      // The routes are invisible to the clients and the gateway of the other region.
      exportTo: ExportTo.SOURCES,
    };
    new ExternalHttpRoute(this, 'cnn-http', { ...ofRegion, hosts: ['edition.cnn.com'] });
    new ExternalTlsRoute(this, 'cnn-tls', { ...ofRegion, hosts: ['edition.cnn.com'] });
    new ExternalTcpRoute(this, 'db', {
      ...ofRegion,
      hosts: ['db.example.org'],
      port: 5432,
      addresses: ['203.0.113.15'],
    });
    const wildcardTarget = WildcardTarget.host(wikipedia);
    new ExternalTlsRoute(this, 'wikipedia', { ...ofRegion, hosts: ['*.wikipedia.org'], wildcardTarget });
    this.gateway = gateway;
  }
}

const app = new App();
new Region(app, 'eu', 'default', 'www.wikipedia.org');
const us = new Region(app, 'us', 'test-egress', 'de.wikipedia.org');
new EgressLockdownPolicy(us, 'lockdown', { gateway: us.gateway, namespaces: ['test-egress'] });
EgressChecks.of(app).acknowledge('EGR2006', 'an app of the platform locks down the other namespaces');
app.synth();
