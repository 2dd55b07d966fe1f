import { Chart, Testing } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressSource, ExternalTlsRoute } from '../../../lib';
import { waysOf } from '../../../lib/testing';

/** A chart with hosts for one service account, and a namespace under a lockdown. */
function egressChart(...hosts: string[]): Chart {
  const chart = new Chart(Testing.app(), 'egress', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', { defaultDeny: true });
  const allowFrom = [EgressSource.serviceAccount('payments', 'api')];
  new ExternalTlsRoute(chart, 'web', { gateway, hosts, allowFrom });
  new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
  return chart;
}

const ways = waysOf(egressChart('edition.cnn.com'));

test('the ways of a chart are a line per source, host and port', () => {
  expect(ways).toEqual([
    'payments/api -> edition.cnn.com:443 tls: gateway istio-system/istio-egressgateway',
    '* -> any other host: direct',
    'payments/* -> any other host: blocked',
  ]);
});

test('a further host is one further line', () => {
  const more = waysOf(egressChart('edition.cnn.com', 'www.example.com'));
  expect(more.filter((line) => !ways.includes(line))).toEqual([
    'payments/api -> www.example.com:443 tls: gateway istio-system/istio-egressgateway',
  ]);
  expect(ways.filter((line) => !more.includes(line))).toEqual([]);
});

test('the order of objects and their labels change no line', () => {
  const manifests = Testing.synth(egressChart('edition.cnn.com')) as { metadata: object }[];
  const labelled = manifests.map((each) => ({ ...each, metadata: { ...each.metadata, labels: { team: 'network' } } }));
  expect(waysOf(labelled.reverse())).toEqual(waysOf(manifests));
});
