/** Tokens are checked once they are resolved: in specs, in metadata, and in the input of installers. */
import { Lazy } from 'cdk8s';
import { EgressGateway, ExternalTlsRoute, GatewayWorkload } from '../../../lib';
import { manifestsOf, newChart, stderrOfEachTest } from '../help';

stderrOfEachTest();

const token = (value: unknown): never => Lazy.any({ produce: () => value }) as never;
const cycle: Record<string, unknown> = {};
cycle['a'] = cycle;

const withLabel = (value: unknown) => (): unknown => {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway', { metadata: { labels: { team: token(value) } } });
  new ExternalTlsRoute(chart, 'route', {
    gateway,
    hosts: ['a.com'],
    metadata: { annotations: { note: token(value) } },
  });
  return manifestsOf(chart);
};

const withNodes = (value: unknown, workload: 'deployment' | 'external') => (): unknown => {
  const chart = newChart();
  const options = { nodeSelector: token(value) };
  const gateway = new EgressGateway(chart, 'gateway', { workload: GatewayWorkload[workload](options) });
  return workload === 'external' ? gateway.installOverlay() : manifestsOf(chart);
};

test.each<[string, () => unknown, RegExp]>([
  ['a label that is no label value', withLabel('a b'), /EGR0113: .*metadata\.labels\["team"\] must be a label value/],
  ['a label that is a number', withLabel(7), /EGR0113: /],
  ['a label that is a date', withLabel(new Date(0)), /EGR0126: .*metadata\.labels must be plain data/],
  ['a label that readers of YAML read differently', withLabel('0o7'), /EGR0125: /],
  ['labels of nodes that are a text', withNodes('a', 'deployment'), /EGR0102: /],
  ['labels of nodes that contain themselves', withNodes(cycle, 'deployment'), /EGR0126: /],
  ['labels of nodes with a control character', withNodes({ a: 'b\u0000' }, 'deployment'), /EGR0124: /],
  ['installed labels of nodes that are a text', withNodes('a', 'external'), /EGR0102: /],
  ['installed labels of nodes that contain themselves', withNodes(cycle, 'external'), /EGR0126: /],
])('a token is rejected that resolves to %s', (_, write, message) => {
  expect(write).toThrow(message);
});

test('tokens that resolve to labels and annotations are written', () => {
  expect(JSON.stringify(withLabel('net')())).toContain('"annotations":{"note":"net"},"labels":{"team":"net"}');
  expect(withNodes({ role: 'egress' }, 'external')()).toContain('role: egress');
});
