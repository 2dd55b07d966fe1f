/** Becomes `main.test.ts` of the fresh app: the snapshot test that `cdk8s init typescript-app` writes, of an egress chart. */
import { Testing } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, ExternalHttpRoute, ExternalTlsRoute } from 'cdk8s-istio-egress';

describe('the egress chart', () => {
  test('synthesizes as it did', () => {
    const chart = Testing.chart();
    const gateway = new EgressGateway(chart, 'gateway');
    new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['edition.cnn.com'] });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['edition.cnn.com'] });
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
    expect(Testing.synth(chart)).toMatchSnapshot();
  });
});
