import { Construct } from 'constructs';
import { App, Chart } from 'cdk8s';
import { ClientTls, EgressGateway, EgressMesh, ExternalHttpRoute, IEgressGateway, TlsOrigination } from '../../../lib';
import { findingOf } from '../input/findings';
import { newChart } from '../help';

const routeOn = (gateway: IEgressGateway, chart = newChart(), tlsOrigination?: TlsOrigination) =>
  new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'], tlsOrigination });

describe('A route rejects a gateway', () => {
  test('of another app', () => {
    expect(findingOf(() => routeOn(new EgressGateway(newChart(), 'gateway')))).toMatchObject({
      code: 'EGR0301',
      constructPath: 'chart/route',
      problem: 'gateway must belong to the same app',
      got: '"chart/gateway"',
      fix: "describe the gateway in this app: EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { namespace: 'istio-system', serviceName: 'istio-egressgateway' }), with its other attributes",
    });
  });

  test('of another mesh of the same app', () => {
    const app = new App();
    const [prod, test] = ['prod', 'test'].map((id) => new Chart(new EgressMesh(app, id), 'chart'));
    const gateway = new EgressGateway(prod as Chart, 'gateway');
    expect(findingOf(() => routeOn(gateway, test))).toMatchObject({
      code: 'EGR0301',
      constructPath: 'test/chart/route',
      problem: 'gateway must belong to the same mesh',
      got: '"prod/chart/gateway"',
    });
  });

  test('that implements IEgressGateway outside this library', () => {
    const chart = newChart();
    const known = EgressGateway.fromEgressGatewayAttributes(chart, 'known');
    const { namespace, serviceName, serviceHost, selector, ports, clusterDomain, clientTls } = known;
    const properties = { namespace, serviceName, serviceHost, selector, ports, clusterDomain, clientTls };
    const own = Object.assign(new Construct(chart, 'own'), properties) as unknown as IEgressGateway;
    expect(findingOf(() => routeOn(own, chart))).toMatchObject({
      code: 'EGR0103',
      problem: 'gateway must be an EgressGateway',
      got: 'Construct',
    });
  });

  test('that is missing', () => {
    const run = () => new ExternalHttpRoute(newChart(), 'route', { hosts: ['a.com'] } as never);
    expect(findingOf(run)).toMatchObject({ code: 'EGR0103', constructPath: 'chart/route', got: 'undefined' });
  });

  test('with ClientTls.DISABLE for a client certificate, which any caller could use', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { clientTls: ClientTls.DISABLE });
    const mutual = TlsOrigination.mutual({ credentialName: 'client' });
    expect(findingOf(() => routeOn(gateway, chart, mutual))).toMatchObject({
      code: 'EGR0302',
      problem: expect.stringMatching(/^TlsOrigination\.mutual\(\.\.\.\) needs a gateway/) as string,
    });
  });
});
