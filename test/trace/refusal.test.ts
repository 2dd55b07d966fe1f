/**
 * What the trace does not model it refuses: never a guess, and never for an object that the request does not meet.
 */
import { Manifest, way } from '../support/trace';
import { TASK_HTTP, TASK_HTTPS } from './manifests';
import { changed, from, HTTP, MESH, TLS, withKind, withSpec, yaml } from './support';

const clientRoute = '"match":[{"gateways":["mesh"],"port":80}]';
const inMatch = (fields: string): Manifest[] =>
  changed(TASK_HTTP, clientRoute, `"match":[{"gateways":["mesh"],"port":80,${fields}}]`);
const inRoute = (fields: string): Manifest[] => changed(TASK_HTTP, clientRoute, `${clientRoute},${fields}`);

test.each<[what: string, manifests: readonly Manifest[]]>([
  ['uri', inMatch('"uri":{"prefix":"/politics"}')],
  ['headers', inMatch('"headers":{"x":{"exact":"y"}}')],
  ['authority', inMatch('"authority":{"exact":"edition.cnn.com"}')],
  ['sourceLabels', inMatch('"sourceLabels":{"app":"curl"}')],
  ['redirect', inRoute('"redirect":{"authority":"www.cnn.com"}')],
  ['delegate', inRoute('"delegate":{"name":"other"}')],
  ['mirror', inRoute('"mirror":{"host":"other.example.com"}')],
  ['rewrite', inRoute('"rewrite":{"authority":"www.cnn.com"}')],
  ['fault', inRoute('"fault":{"abort":{"httpStatus":500}}')],
  ['a new Host header', inRoute('"headers":{"request":{"set":{"Host":"www.cnn.com"}}}')],
  [
    'more than one weighted destination',
    changed(TASK_HTTP, '"weight":100}]},{', '"weight":50},{"destination":{"host":"edition.cnn.com"},"weight":50}]},{'),
  ],
  [
    'workloadSelector',
    withKind(TASK_HTTP, 'DestinationRule', withSpec({ workloadSelector: { matchLabels: { a: 'b' } } })),
  ],
  ['workloadSelector', withKind(TASK_HTTP, 'ServiceEntry', withSpec({ workloadSelector: { labels: { a: 'b' } } }))],
  [
    'tunnel',
    changed(TASK_HTTP, '{"name":"cnn"}]', '{"name":"cnn","trafficPolicy":{"tunnel":{"protocol":"CONNECT"}}}]'),
  ],
  [
    'tls mode SIMPLE',
    changed(TASK_HTTP, '{"name":"cnn"}]', '{"name":"cnn","trafficPolicy":{"tls":{"mode":"SIMPLE"}}}]'),
  ],
  [
    'several endpoints',
    withKind(TASK_HTTP, 'ServiceEntry', withSpec({ endpoints: [{ address: 'a.com' }, { address: 'b.com' }] })),
  ],
  [
    'EnvoyFilter',
    [
      ...TASK_HTTP,
      ...yaml('{apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: f}, spec: {}}'),
    ],
  ],
  [
    'Sidecar',
    [
      ...TASK_HTTP,
      ...yaml(
        "{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: s}, spec: {egress: [{hosts: ['./*']}]}}",
      ),
    ],
  ],
  [
    'HTTPRoute',
    [
      ...TASK_HTTP,
      ...yaml('{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r}, spec: {}}'),
    ],
  ],
])('%s is not modelled', (what, manifests) => {
  const found = way(manifests, MESH, HTTP);
  expect(found).toMatchObject({ kind: 'broken', reason: expect.stringMatching(/^not modelled: /) as unknown });
  expect(found.kind === 'broken' && found.reason).toContain(what);
});

test.each<[what: string, manifests: readonly Manifest[]]>([
  [
    'destinationSubnets',
    changed(TASK_HTTPS, '["mesh"],"port":443', '["mesh"],"destinationSubnets":["10.0.0.0/8"],"port":443'),
  ],
  ['sourceLabels', changed(TASK_HTTPS, '["mesh"],"port":443', '["mesh"],"sourceLabels":{"app":"curl"},"port":443')],
  ['addresses', withKind(TASK_HTTPS, 'ServiceEntry', withSpec({ addresses: ['10.1.1.1'] }))],
  ['tls mode SIMPLE', changed(TASK_HTTPS, '"mode":"PASSTHROUGH"', '"mode":"SIMPLE"')],
  [
    'protocol TCP',
    changed(TASK_HTTPS, '"name":"tls","protocol":"TLS"}],"resolution"', '"name":"tls","protocol":"TCP"}],"resolution"'),
  ],
])('%s is not modelled for TLS', (what, manifests) => {
  const found = way(manifests, MESH, TLS);
  expect(found).toMatchObject({ kind: 'broken', reason: expect.stringContaining('not modelled') as unknown });
  expect(found.kind === 'broken' && found.reason).toContain(what);
});

test('a rule that the request does not meet may hold anything', () => {
  const manifests = changed(
    TASK_HTTP,
    `{${clientRoute}`,
    '{"match":[{"gateways":["mesh"],"port":8080,"uri":{"prefix":"/"}}],"redirect":{"uri":"/"}},{' + clientRoute,
  );
  expect(way(manifests, MESH, HTTP).kind).toBe('gateway');
});

test('timeouts, retries and removed headers do not change the way', () => {
  const manifests = inRoute(
    '"timeout":"5s","retries":{"attempts":2},"headers":{"request":{"remove":["x-request-id"]}}',
  );
  expect(way(manifests, MESH, HTTP).kind).toBe('gateway');
});

describe('sourceNamespace', () => {
  const tls = changed(TASK_HTTPS, '["mesh"],"port":443', '["mesh"],"sourceNamespace":"default","port":443');
  test('counts for TLS', () => {
    expect(way(tls, MESH, TLS).kind).toBe('gateway');
    expect(way(tls, MESH, from('test-egress', TLS)).kind).toBe('direct');
  });
  test('is overlooked by Istio in an HTTP match that has `gateways`', () => {
    expect(way(inMatch('"sourceNamespace":"other"'), MESH, HTTP).kind).toBe('gateway');
  });
  test('counts in an HTTP match without `gateways`', () => {
    const manifests = changed(TASK_HTTP, clientRoute, '"match":[{"sourceNamespace":"other","port":80}]');
    expect(way(manifests, MESH, HTTP).kind).toBe('direct');
  });
});
