import { Testing } from 'cdk8s';
import 'cdk8s-istio-egress/testing/register';
import { EgressChart } from './charts';

const chart = new EgressChart(Testing.app());

test('the pods of test-egress reach edition.cnn.com through the gateway, and nothing else', () => {
  expect(chart).toRouteThroughGateway('edition.cnn.com', 443, { from: 'test-egress/default' });
  expect(chart).toDeny('www.example.com', 443, { from: 'test-egress/default' });
  expect(chart).toBlockDirectEgress('test-egress');
});

test('other namespaces do not reach edition.cnn.com', () => {
  expect(chart).toDeny('edition.cnn.com', 443, { from: 'default/default' });
});

test('the manifests have no mistake', () => {
  expect(chart).toHaveNoFindings();
});
