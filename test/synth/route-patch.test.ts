/** `route.patch`: patches of a part of the objects of every host, wherever the part is at synthesis. */
import { App, Chart, JsonPatch } from 'cdk8s';
import {
  ClientTls,
  EgressGateway,
  EgressGatewayProps,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  RoutePart,
} from '../../lib';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { messageOf } from '../unit/help';

const HOSTS = ['a.example.com', 'b.example.com'];

/** A chart with an HTTP route for two hosts. */
function made(props: EgressGatewayProps = {}) {
  const chart = new Chart(new App(), 'egress', { namespace: 'default' });
  const gateway = new EgressGateway(chart, 'gateway', props);
  const http = new ExternalHttpRoute(chart, 'http', { gateway, hosts: HOSTS });
  return { chart, gateway, http };
}

type Spec = Readonly<Record<string, unknown>>;

function specsOf(chart: Chart, kind: string, prefix = ''): readonly Spec[] {
  const manifests = chart.toJson() as Manifest[];
  return manifests
    .filter((each) => each.kind === kind && each.metadata.name.startsWith(prefix))
    .map(({ spec }) => spec as Spec);
}

const ADD = JsonPatch.add('/future', { deep: [null, {}] });
/** What the patch adds, including values that cdk8s drops from specs. */
const future = { deep: [null, {}] };

describe('a patch of a part reaches the port of the route in every host', () => {
  it.each<[RoutePart, string, string, (entries: unknown) => object]>([
    [RoutePart.SIDECAR_ROUTE, 'VirtualService', '', (patched) => ({ http: [patched, {}] })],
    [RoutePart.GATEWAY_ROUTE, 'VirtualService', '', (patched) => ({ http: [{}, patched] })],
    [RoutePart.GATEWAY_SERVER, 'Gateway', '', (patched) => ({ servers: [patched] })],
    [
      RoutePart.SIDECAR_CONNECTION,
      'DestinationRule',
      'egress-subset',
      (patched) => ({ subsets: [{ trafficPolicy: { portLevelSettings: [patched] } }] }),
    ],
    [
      RoutePart.GATEWAY_CONNECTION,
      'DestinationRule',
      'egress-upstream',
      (patched) => ({ trafficPolicy: { portLevelSettings: [patched] } }),
    ],
  ])('%s', (part, kind, prefix, expected) => {
    const { chart, http } = made();
    const before = specsOf(chart, kind, prefix);
    http.patch(part, ADD);
    const after = specsOf(chart, kind, prefix);
    expect(after).toHaveLength(HOSTS.length);
    for (const [index, spec] of after.entries()) {
      expect(spec).toMatchObject(expected({ future }));
      expect(JSON.parse(JSON.stringify(spec).replace(`,"future":${JSON.stringify(future)}`, ''))).toEqual(
        before[index],
      );
    }
    const others = (chart.toJson() as Manifest[]).filter((each) => each.kind !== kind);
    expect(JSON.stringify(others)).not.toContain('future');
  });
});

it('a second port and a second route change neither the part nor the other parts', () => {
  const { chart, gateway, http } = made();
  http.patch(RoutePart.GATEWAY_CONNECTION, JsonPatch.add('/connectionPool', { tcp: { maxConnections: 1 } }));
  const early = new ExternalTcpRoute(chart, 'tcp', {
    gateway,
    hosts: ['a.example.com'],
    port: 22,
    addresses: ['203.0.113.9'],
  });
  early.patch(RoutePart.GATEWAY_ROUTE, ADD);
  const [rule] = specsOf(chart, 'DestinationRule', 'egress-upstream');
  expect(rule).toMatchObject({
    trafficPolicy: {
      portLevelSettings: [
        { port: { number: 22 } },
        { port: { number: 80 }, connectionPool: expect.anything() as unknown },
      ],
    },
  });
  const [virtualService] = specsOf(chart, 'VirtualService');
  expect(virtualService).toMatchObject({ tcp: [{}, { future }] });
  expect(JSON.stringify(virtualService).match(/future/g)).toHaveLength(1);
});

/** The object that has a part of SSH, without and with another port that has the name of the host. */
const OF_SSH: Readonly<Record<RoutePart, readonly [alone: string, beside: string]>> = {
  [RoutePart.SIDECAR_ROUTE]: ['egress-route-c-example-com', 'egress-route-22-c-example-com-ports-invalid'],
  [RoutePart.GATEWAY_ROUTE]: ['egress-route-c-example-com', 'egress-route-22-c-example-com-ports-invalid'],
  [RoutePart.GATEWAY_SERVER]: ['egress-server-c-example-com', 'egress-server-c-example-com'],
  [RoutePart.SIDECAR_CONNECTION]: ['egress-subset-c-example-com', 'egress-subset-c-example-com'],
  [RoutePart.GATEWAY_CONNECTION]: ['egress-upstream-c-example-com', 'egress-upstream-22-c-example-com-ports-invalid'],
};

it.each(Object.values(RoutePart))(
  'a patch of %s stays with its port when another port gets the name of the host',
  (part) => {
    const { chart, gateway } = made();
    const c = { gateway, hosts: ['c.example.com'] };
    const ssh = new ExternalTcpRoute(chart, 'ssh', { ...c, port: 22, addresses: ['203.0.113.9'] });
    ssh.patch(part, ADD);
    const patchedObjects = () =>
      (chart.toJson() as Manifest[])
        .filter((each) => JSON.stringify(each).includes('future'))
        .map(({ metadata }) => metadata.name);
    const [alone, beside] = OF_SSH[part];
    expect(patchedObjects()).toEqual([alone]);
    new ExternalTlsRoute(chart, 'tls', c);
    new ExternalTlsRoute(chart, 'alternative', { ...c, port: 8443 });
    expect(patchedObjects()).toEqual([beside]);
    const entry = JSON.stringify(chart.toJson()).split('"future"');
    expect(entry).toHaveLength(2);
  },
);

it('both routes of a host that the gateway identifies by the inner SNI are patched', () => {
  const { chart, gateway } = made({ egressProxy: true });
  const tls = new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['c.example.com'] });
  tls.patch(RoutePart.GATEWAY_ROUTE, ADD);
  const [spec] = specsOf(chart, 'VirtualService', 'egress-route-c');
  expect(spec).toMatchObject({ tls: [{ match: [{ gateways: ['mesh'] }] }, { future }], tcp: [{ future }] });
  expect(JSON.stringify(spec).match(/future/g)).toHaveLength(2);
});

it('a patch is applied after patches of whole objects, to the part that they moved', () => {
  const { chart, http } = made();
  http.patch(RoutePart.SIDECAR_ROUTE, JsonPatch.remove('/match/0/port'), ADD);
  http.patch(RoutePart.SIDECAR_ROUTE, JsonPatch.add('/future/later', true));
  for (const each of http.virtualServices) each.addJsonPatch(JsonPatch.add('/spec/http/0', { name: 'first' }));
  for (const spec of specsOf(chart, 'VirtualService')) {
    expect(spec).toMatchObject({
      http: [{ name: 'first' }, { match: [{ gateways: ['mesh'] }], future: { later: true } }, {}],
    });
  }
});

it('a patch without a path replaces the part', () => {
  const { chart, http } = made();
  http.patch(RoutePart.GATEWAY_SERVER, JsonPatch.replace('', { any: 'thing' }));
  for (const spec of specsOf(chart, 'Gateway')) expect(spec['servers']).toEqual([{ any: 'thing' }]);
});

describe('a patch that hits nothing is an error', () => {
  it.each<[string, JsonPatch]>([
    ['removes a value that does not exist', JsonPatch.remove('/timeout')],
    ['replaces a value that does not exist', JsonPatch.replace('/match/7', {})],
    ['adds into an object that does not exist', JsonPatch.add('/spec/http/0/timeout', '5s')],
    ['copies a value that does not exist', JsonPatch.copy('/timeout', '/retries')],
    ['moves a value that does not exist', JsonPatch.move('/a~1b', '/retries')],
    ['tests for another value', JsonPatch.test('/match/0/port', 81)],
  ])('that %s', (_, patch) => {
    const { chart, http } = made();
    http.patch(RoutePart.SIDECAR_ROUTE, patch);
    expect(messageOf(() => void chart.toJson())).toMatch(
      /^EGR0804: \[egress\/http\] a patch of RoutePart.SIDECAR_ROUTE must apply: got /,
    );
  });

  it('whose part the objects of the host do not have', () => {
    const { chart, http } = made({ clientTls: ClientTls.DISABLE });
    http.patch(RoutePart.SIDECAR_CONNECTION, ADD);
    expect(messageOf(() => void chart.toJson())).toMatch(
      /^EGR0804: \[egress\/http\] host a.example.com must have the part/,
    );
  });

  it.each<[string, unknown[], RegExp]>([
    ['is missing', [], /route.patch must have a patch/],
    ['is a list', [[ADD]], /argument 2 of route.patch must be a JsonPatch/],
    ['is an operation', [ADD, { op: 'add', path: '/a', value: 1 }], /argument 3 of route.patch must be a JsonPatch/],
    [
      'has a path without a slash',
      [JsonPatch.add('timeout', '5s')],
      /the path of argument 2 .* must begin with a slash/,
    ],
  ])('that %s', (_, patches, expected) => {
    const { http } = made();
    const message = messageOf(() => http.patch(RoutePart.GATEWAY_ROUTE, ...(patches as JsonPatch[])));
    expect(message).toMatch(/^EGR0804: \[egress\/http\] /);
    expect(message).toMatch(expected);
  });

  it('that names no part', () => {
    const { http } = made();
    expect(messageOf(() => http.patch('gateway-leg' as RoutePart, ADD))).toMatch(
      /^EGR0104: .*part must be a RoutePart/,
    );
  });
});
