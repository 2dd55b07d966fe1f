/** Becomes a test of the fresh app, for Jest and for Vitest: the matchers of the packed library, with their types. */
import { Testing } from 'cdk8s';
import { EgressGateway, EgressSource, ExternalTlsRoute } from 'cdk8s-istio-egress';
import { waysOf } from 'cdk8s-istio-egress/testing';
import 'cdk8s-istio-egress/testing/register';

describe('the egress chart', () => {
  const chart = Testing.chart();
  const gateway = new EgressGateway(chart, 'gateway');
  const allowFrom = [EgressSource.serviceAccount('payments', 'api')];
  new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'], allowFrom });

  test('lets payments/api through the gateway', () => {
    expect(chart).toRouteThroughGateway('edition.cnn.com', 443, { from: 'payments/api' });
    expect(Testing.synth(chart)).toRouteThroughGateway('edition.cnn.com', 443, { from: 'payments/api' });
  });

  test('fails with the way of the request', () => {
    const asserted = (): void => expect(chart).toDeny('edition.cnn.com', 443, { from: 'payments/api' });
    expect(asserted).toThrow('through the gateway istio-system/istio-egressgateway');
  });

  test('has a line per source, host and port', () => {
    const line = 'payments/api -> edition.cnn.com:443 tls: gateway istio-system/istio-egressgateway';
    expect(waysOf(chart)).toContain(line);
  });
});
