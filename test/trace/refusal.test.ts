/**
 * What the trace does not model it refuses: never a guess, and never for an object that the request does not meet.
 */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request, Way } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { TASK_HTTP, TASK_HTTPS } from './manifests';
import { from, HTTP, into, MESH, patched, TLS, withKind, withSpec, yaml } from './support';

/** Returns patches that add fields to the object at a path. */
const adding = (path: string, fields: object): JsonPatch[] =>
  Object.entries(fields).map(([name, value]) => JsonPatch.add(`${path}/${name}`, value));

const inMatch = (fields: object): Manifest[] =>
  patched(TASK_HTTP, 'VirtualService', ...adding('/spec/http/0/match/0', fields));
const inRoute = (fields: object): Manifest[] => patched(TASK_HTTP, 'VirtualService', ...adding('/spec/http/0', fields));
const inTlsMatch = (fields: object): Manifest[] =>
  patched(TASK_HTTPS, 'VirtualService', ...adding('/spec/tls/0/match/0', fields));
const inSubset = (trafficPolicy: object): Manifest[] =>
  patched(TASK_HTTP, 'DestinationRule', JsonPatch.add('/spec/subsets/0/trafficPolicy', trafficPolicy));

test.each<[what: string, manifests: readonly Manifest[]]>([
  ['a new Host header', inRoute({ headers: { request: { set: { Host: 'www.cnn.com' } } } })],
  ['workloadSelector', withKind(TASK_HTTP, 'ServiceEntry', withSpec({ workloadSelector: { labels: { a: 'b' } } }))],
  ['tunnel', inSubset({ tunnel: { protocol: 'CONNECT' } })],
  ['tls mode SIMPLE', inSubset({ tls: { mode: 'SIMPLE' } })],
  [
    'port in egress',
    [
      ...TASK_HTTP,
      ...yaml(
        "{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: s}, spec: {egress: [{port: {number: 80}, hosts: ['*/*']}]}}",
      ),
    ],
  ],
  [
    'HTTPRoute',
    [
      ...TASK_HTTP,
      ...yaml(
        '{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r}, spec: {hostnames: [edition.cnn.com]}}',
      ),
    ],
  ],
])('%s is not modelled', (what, manifests) => {
  const found = way(manifests, MESH, HTTP);
  expect(found).toMatchObject({ kind: 'broken', cause: { kind: 'not-modelled' } });
  expect(found.kind === 'broken' && found.reason).toContain(what);
});

test.each<[what: string, manifests: readonly Manifest[]]>([
  ['destinationSubnets', inTlsMatch({ destinationSubnets: ['10.0.0.0/8'] })],
  ['tls mode SIMPLE', patched(TASK_HTTPS, 'Gateway', JsonPatch.replace('/spec/servers/0/tls/mode', 'SIMPLE'))],
])('%s is not modelled for TLS', (what, manifests) => {
  const found = way(manifests, MESH, TLS);
  expect(found).toMatchObject({ kind: 'broken', cause: { kind: 'not-modelled' } });
  expect(found.kind === 'broken' && found.reason).toContain(what);
});

test('TLS to a host with addresses relies on clients that dial these', () => {
  const manifests = withKind(TASK_HTTPS, 'ServiceEntry', withSpec({ addresses: ['10.1.1.1'] }));
  expect(way(manifests, MESH, TLS)).toMatchObject({
    kind: 'gateway',
    assumptions: ['Clients resolve edition.cnn.com to 10.1.1.1'],
  });
});

test.each([
  [{ exact: 'edition.cnn.com' }, 'gateway'],
  [{ prefix: 'edition' }, 'gateway'],
  [{ regex: '[^:]+(:80)?' }, 'gateway'],
  [{ exact: 'www.cnn.com' }, 'broken'],
  [{ regex: 'edition' }, 'broken'],
])('authority %j is compared with the Host header', (authority, kind) => {
  expect(way(inMatch({ authority }), MESH, HTTP).kind).toBe(kind);
});

test('TLS to a port that is declared as TCP is TCP', () => {
  const manifests = patched(TASK_HTTPS, 'ServiceEntry', JsonPatch.replace('/spec/ports/0/protocol', 'TCP'));
  expect(way(manifests, MESH, TLS).kind).toBe('direct');
});

test('the first of several endpoints is the destination, with the port of the endpoint', () => {
  const endpoints = [{ address: 'a.com.', ports: { 'http-port': 8080 } }, { address: 'b.com' }];
  const manifests = withKind(TASK_HTTP, 'ServiceEntry', withSpec({ endpoints }));
  expect(way(manifests, MESH, HTTP)).toMatchObject({ destination: { host: 'a.com', port: 8080 } });
});

describe('an EnvoyFilter', () => {
  const filter = (patch: string, rest = ''): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: f, namespace: istio-system},
      spec: {${rest} configPatches: [${patch}]}}`);
  const lua = '{applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.lua}}}';
  const assumed = (filters: readonly Manifest[], request: Request = HTTP): readonly string[] =>
    way([...TASK_HTTP, ...filters], MESH, request).assumptions;

  test('that is not understood is reported as not evaluated', () => {
    expect(assumed(filter(lua))).toEqual(['EnvoyFilter istio-system/f is not evaluated']);
  });
  test('for other pods concerns no one', () => {
    const elsewhere = filter(lua, 'workloadSelector: {labels: {app: other}},').map(into('default'));
    expect(assumed(elsewhere)).toEqual([]);
    expect(assumed(elsewhere, { ...HTTP, clientLabels: { app: 'other' } })).toHaveLength(1);
  });
  test('that merges parameters of TLS into a cluster without TLS starts TLS, which is not evaluated', () => {
    const tls =
      '{operation: MERGE, value: {transport_socket: {typed_config: {tls_minimum_protocol_version: TLSv1_3}}}}';
    const merged = (match: string): Way =>
      way([...TASK_HTTP, ...filter(`{applyTo: CLUSTER, match: {${match}}, patch: ${tls}}`)], MESH, HTTP);
    for (const match of [
      '',
      'cluster: {service: edition.cnn.com}',
      'cluster: {service: edition.cnn.com, portNumber: 80}',
    ]) {
      expect(merged(match)).toMatchObject({
        reason: 'not modelled: an EnvoyFilter with TLS for edition.cnn.com:80, which no DestinationRule starts',
      });
    }
    expect(merged('cluster: {service: edition.cnn.com, portNumber: 443}').kind).toBe('gateway');
  });
  test('that verifies callers decides no way', () => {
    const names = 'transport_socket: {typed_config: {matcher: {exact: a}}}';
    expect(assumed(filter(`{applyTo: FILTER_CHAIN, patch: {operation: MERGE, value: {${names}}}}`))).toEqual([]);
    const more = `{applyTo: FILTER_CHAIN, patch: {operation: MERGE, value: {${names}, filters: [{name: x, y: z}]}}}`;
    expect(assumed(filter(more))).toHaveLength(1);
  });
});

test('a rule that the request does not meet may hold anything', () => {
  const match = [{ gateways: ['mesh'], port: 8080, uri: { prefix: '/' } }];
  const manifests = patched(
    TASK_HTTP,
    'VirtualService',
    JsonPatch.add('/spec/http/0', { match, redirect: { uri: '/' } }),
  );
  expect(way(manifests, MESH, HTTP).kind).toBe('gateway');
});

test('timeouts, retries and removed headers do not change the way', () => {
  const headers = { request: { remove: ['x-request-id'] } };
  const manifests = inRoute({ timeout: '5s', retries: { attempts: 2 }, headers });
  expect(way(manifests, MESH, HTTP).kind).toBe('gateway');
});

describe('sourceNamespace', () => {
  const tls = inTlsMatch({ sourceNamespace: 'default' });
  test('counts for TLS', () => {
    expect(way(tls, MESH, TLS).kind).toBe('gateway');
    expect(way(tls, MESH, from('test-egress', TLS)).kind).toBe('direct');
  });
  test('is overlooked by Istio in an HTTP match that has `gateways`', () => {
    expect(way(inMatch({ sourceNamespace: 'other' }), MESH, HTTP).kind).toBe('gateway');
  });
  test('counts in an HTTP match without `gateways`', () => {
    const match = [{ sourceNamespace: 'other', port: 80 }];
    const manifests = patched(TASK_HTTP, 'VirtualService', JsonPatch.replace('/spec/http/0/match', match));
    expect(way(manifests, MESH, HTTP).kind).toBe('direct');
  });
});
