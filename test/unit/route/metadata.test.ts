import { Chart } from 'cdk8s';
import { EgressMetadata, EgressSource, ExternalHttpRoute, ExternalTlsRoute } from '../../../lib';
import { findingOf } from '../input/findings';
import { manifestsOf, newChart, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis, gatewayOf } from '../synthesis';

stderrOfEachTest();

function tls(chart: Chart, metadata?: EgressMetadata, id = 'tls', hosts = ['a.com']): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, id, { gateway: gatewayOf(chart), hosts, metadata });
}

function http(chart: Chart, metadata?: EgressMetadata): ExternalHttpRoute {
  return new ExternalHttpRoute(chart, 'http', { gateway: gatewayOf(chart), hosts: ['a.com'], metadata });
}

/** Returns labels and annotations by kind. */
function metadataIn(chart: Chart): Record<string, EgressMetadata> {
  return Object.fromEntries(
    manifestsOf(chart).map(({ kind, metadata: { labels, annotations } }) => [kind, { labels, annotations }]),
  );
}

test('The metadata of a route is written on every object of its hosts, those that are added later included', () => {
  const chart = newChart();
  const metadata = { labels: { team: 'orders' }, annotations: { ticket: 'NET-1' } };
  const route = tls(chart, metadata);
  route.allowFrom(EgressSource.namespace('orders'));
  expect(route.objects).toHaveLength(6);
  for (const { metadata: written } of route.objects) expect(written.toJson()).toMatchObject(metadata);
});

test('The metadata of a route is not written on the objects of other hosts and of the gateway', () => {
  const chart = newChart();
  const allowFrom = [EgressSource.namespace('orders')];
  tls(chart, { labels: { team: 'orders' } }).allowFrom(...allowFrom);
  tls(chart, undefined, 'other', ['b.com']).allowFrom(...allowFrom);
  const labelled = manifestsOf(chart).filter(({ metadata }) => metadata.labels !== undefined);
  expect(labelled).toHaveLength(6);
  for (const { metadata } of labelled) expect(metadata.name).toContain('a-com');
});

test('The metadata of a route adds to the metadata of the gateway, and overrides its keys', () => {
  const chart = newChart();
  gatewayOf(chart, { metadata: { labels: { team: 'net', tier: 'edge' }, annotations: { note: 'x' } } });
  tls(chart, { labels: { team: 'orders' } });
  const beside = { labels: { team: 'orders', tier: 'edge' }, annotations: { note: 'x' } };
  const own = { labels: { team: 'orders' } };
  expect(metadataIn(chart)).toEqual({
    DestinationRule: beside,
    Gateway: beside,
    VirtualService: own,
    ServiceEntry: own,
  });
});

test('The objects of a host have the metadata of all its routes, whatever the order of construction', () => {
  const written = [true, false].map((httpFirst) => {
    const chart = newChart();
    const build = [
      () => http(chart, { labels: { a: '1', same: 'x' } }),
      () => tls(chart, { labels: { b: '2', same: 'x' } }),
    ];
    for (const run of httpFirst ? build : build.reverse()) run();
    return metadataIn(chart);
  });
  expect(written[0]?.['ServiceEntry']).toEqual({ labels: { a: '1', b: '2', same: 'x' } });
  expect(written[1]).toEqual(written[0]);
});

test.each(['labels', 'annotations'] as const)(
  'Two routes of a host with different values for a key in %s are an error at synthesis',
  (kind) => {
    const chart = newChart();
    http(chart, { [kind]: { team: 'orders' } });
    tls(chart, { [kind]: { team: 'payments' } });
    expect(findingsWith('EGR1010', chart)).toMatchObject([
      {
        constructPath: 'chart/tls',
        problem: `routes of host a.com must have the same metadata.${kind} "team"`,
        got: '{"routes":["chart/http","chart/tls"]}',
        fix: 'write "team": "orders" on both routes',
      },
    ]);
    expect(foundAtSynthesis(chart)).toHaveLength(1);
  },
);

test.each<[string, object, string, RegExp]>([
  ['a name', { name: 'x' }, 'EGR0307', /cannot set name/],
  ['a malformed label', { labels: { team: 'a b' } }, 'EGR0113', /^metadata\.labels/],
])('A route rejects metadata with %s', (_, metadata, code, problem) => {
  const finding = findingOf(() => tls(newChart(), metadata));
  expect(finding).toMatchObject({ code, constructPath: 'chart/tls' });
  expect(finding.problem).toMatch(problem);
});
