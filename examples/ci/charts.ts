import { Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalTlsRoute } from 'cdk8s-istio-egress';
import { Construct } from 'constructs';

/** The egress of the mesh. A class, so that tests construct the chart that `main.ts` synthesizes. */
export class EgressChart extends Chart {
  public constructor(scope: Construct) {
    super(scope, 'egress', { namespace: 'default' });
    const gateway = new EgressGateway(this, 'gateway', { defaultDeny: true });
    const allowFrom = [EgressSource.namespace('test-egress')];
    new ExternalTlsRoute(this, 'cnn', { gateway, hosts: ['edition.cnn.com'], allowFrom });
    new EgressLockdownPolicy(this, 'lockdown', { gateway, namespaces: ['test-egress'] });
  }
}
