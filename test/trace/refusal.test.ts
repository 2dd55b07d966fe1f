/**
 * What the trace does not evaluate is a doubt: never a guess, and never for an object that the request does not meet.
 */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request, Way } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { TASK_HTTP, TASK_HTTPS } from './manifests';
import { doubtsOf, from, HTTP, into, MESH, patched, TLS, withKind, withSpec, yaml } from './support';

/** Returns patches that add fields to the object at a path. */
const adding = (path: string, fields: object): JsonPatch[] =>
  Object.entries(fields).map(([name, value]) => JsonPatch.add(`${path}/${name}`, value));

const inMatch = (fields: object): Manifest[] =>
  patched(TASK_HTTP, 'VirtualService', ...adding('/spec/http/0/match/0', fields));
const inRoute = (fields: object): Manifest[] => patched(TASK_HTTP, 'VirtualService', ...adding('/spec/http/0', fields));
const inTlsMatch = (fields: object): Manifest[] =>
  patched(TASK_HTTPS, 'VirtualService', ...adding('/spec/tls/0/match/0', fields));
const inSubset = (trafficPolicy: object): Manifest[] =>
  patched(TASK_HTTPS, 'DestinationRule', JsonPatch.add('/spec/subsets/0/trafficPolicy', trafficPolicy));

test.each<[what: string, manifests: readonly Manifest[]]>([
  ['workloadSelector', withKind(TASK_HTTP, 'ServiceEntry', withSpec({ workloadSelector: { labels: { a: 'b' } } }))],
])('%s is not evaluated', (what, manifests) => {
  const found = way(manifests, MESH, HTTP);
  expect(found.kind).toBe('unevaluated');
  expect(doubtsOf(found)).toEqual([expect.stringContaining(what)]);
});

test.each([
  [
    'port in egress',
    "{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: s}, spec: {egress: [{port: {number: 80}, hosts: ['*/*']}]}}",
  ],
  [
    'HTTPRoute',
    '{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r}, spec: {hostnames: [edition.cnn.com]}}',
  ],
])('%s is not evaluated, and the way without the object is followed', (what, object) => {
  const found = way([...TASK_HTTP, ...yaml(object)], MESH, HTTP);
  expect(found.kind).toBe('gateway');
  expect(doubtsOf(found)).toEqual([expect.stringContaining(what)]);
});

test.each<[what: string, manifests: readonly Manifest[]]>([
  ['tunnel', inSubset({ tunnel: { protocol: 'CONNECT', targetHost: 'a.example.com', targetPort: 443 } })],
  ['destinationSubnets', inTlsMatch({ destinationSubnets: ['10.0.0.0/8'] })],
  ['tls mode SIMPLE', patched(TASK_HTTPS, 'Gateway', JsonPatch.replace('/spec/servers/0/tls/mode', 'SIMPLE'))],
])('%s is not evaluated for TLS', (what, manifests) => {
  const found = way(manifests, MESH, TLS);
  expect(found.kind).toBe('unevaluated');
  expect(doubtsOf(found)).toEqual([expect.stringContaining(what)]);
});

test.each([
  ['*', 0],
  ['*.cnn.com', 0],
  ['www.cnn.com', 0],
  ['edition.cnn.com', 1],
])('an HTTPRoute of one host is a doubt about the way of this host alone: %s has %d', (host, count) => {
  const route = yaml(
    `{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r}, spec: {
      hostnames: [edition.cnn.com], parentRefs: [{kind: ServiceEntry, group: networking.istio.io, name: cnn}]}}`,
  );
  expect(doubtsOf(way([...TASK_HTTPS, ...route], MESH, { ...TLS, host }))).toHaveLength(count);
});

test.each([
  ['web.payments.svc.cluster.local', 1],
  ['web.orders.svc.cluster.local', 0],
])('an HTTPRoute of a Service is a doubt about the way to this Service alone: %s has %d', (host, count) => {
  const route = yaml(
    `{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: payments}, spec: {
      parentRefs: [{kind: Service, group: '', name: web}]}}`,
  );
  expect(doubtsOf(way([...TASK_HTTP, ...route], MESH, { ...HTTP, host }))).toHaveLength(count);
});

describe('an HTTPRoute of a Gateway', () => {
  const route = `{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: istio-system}, spec: {
    hostnames: ['*.cnn.com'], parentRefs: [{name: out}]}}`;
  const gateway = `
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: out, namespace: istio-system}, spec: {
  addresses: [{type: Hostname, value: istio-egressgateway.istio-system.svc.cluster.local}]}}`;
  test('configures no sidecar', () => {
    expect(way([...TASK_HTTP, ...yaml(route)], MESH, HTTP)).toMatchObject({ kind: 'gateway', doubts: [] });
  });
  test('configures the pods of the Service that the Gateway has as its address', () => {
    const found = way([...TASK_HTTP, ...yaml(route + gateway)], MESH, HTTP);
    expect(doubtsOf(found)).toEqual(['HTTPRoute istio-system/r of the Gateway API']);
    expect(found.doubts[0]?.received).toBeDefined();
  });
  describe('whose Service istiod generates', () => {
    const text = JSON.stringify(TASK_HTTP).replaceAll('istio-egressgateway.istio-system', 'out-istio.istio-system');
    const task = JSON.parse(text) as Manifest[];
    const made = (spec = '', annotations = ''): Manifest[] =>
      yaml(`{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: out, namespace: istio-system, annotations: {${annotations}}},
        spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]${spec}}}`);
    const server = JSON.stringify({ 'gateway.networking.k8s.io/gateway-name': 'out' });
    const selecting = yaml(JSON.stringify(task[1]).replace(/{"istio":"egressgateway"}/, server));
    const legs = [...task.slice(0, 1), ...selecting, ...task.slice(2)];
    test('ends the way if the manifests lack the Gateway', () => {
      const found = way([...task, ...yaml(route)], MESH, HTTP);
      expect(found.kind).toBe('unevaluated');
      expect(doubtsOf(found)).toEqual(['HTTPRoute istio-system/r of the Gateway API']);
    });
    test('is a doubt about the way behind the gateway', () => {
      const found = way([...task, ...made(), ...yaml(route)], MESH, HTTP);
      expect(found.doubts).toMatchObject([
        {
          what: 'HTTPRoute istio-system/r of the Gateway API',
          received: { service: { name: 'out-istio' }, targetPort: 80 },
        },
      ]);
    });
    test.each([
      ['of the name', made(), true],
      ['of an annotation', made('', 'gateway.istio.io/name-override: out-istio'), true],
      ['of another class', made().map(withSpec({ gatewayClassName: 'other' })), false],
      ['of the address', made(', addresses: [{type: Hostname, value: other.default.svc}]'), false],
    ])('has the pods that a Gateway of Istio selects: %s', (_what, gateways, isGenerated) => {
      const { kind, assumptions, connections } = way([...legs, ...gateways], MESH, HTTP);
      expect([kind, connections[0]?.targetPort]).toEqual(['gateway', isGenerated ? 80 : 8080]);
      expect(assumptions).toEqual(
        isGenerated ? [] : [expect.stringContaining('the manifests do not contain the Service')],
      );
    });
    test('has another name by an annotation', () => {
      const found = way([...legs, ...made('', 'gateway.istio.io/name-override: other')], MESH, HTTP);
      expect(found).toMatchObject({ cause: { kind: 'missing-destination' } });
    });
  });
});

test('TLS to a host with addresses relies on clients that dial these', () => {
  const manifests = withKind(TASK_HTTPS, 'ServiceEntry', withSpec({ addresses: ['10.1.1.1'] }));
  expect(way(manifests, MESH, TLS)).toMatchObject({
    kind: 'gateway',
    assumptions: ['the caller resolves edition.cnn.com to 10.1.1.1, the address in the ServiceEntry of the host'],
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
  const doubted = (filters: readonly Manifest[], request: Request = HTTP): readonly string[] =>
    doubtsOf(way([...TASK_HTTP, ...filters], MESH, request));
  const merging = (applyTo: string, value: string, context = 'GATEWAY'): Manifest[] =>
    filter(`{applyTo: ${applyTo}, match: {context: ${context}}, patch: {operation: MERGE, value: ${value}}}`);

  test('that is not understood is a doubt', () => {
    expect(doubted(filter(lua))).toEqual(['EnvoyFilter istio-system/f']);
  });
  test('for other pods concerns no one', () => {
    const elsewhere = filter(lua, 'workloadSelector: {labels: {app: other}},').map(into('default'));
    expect(doubted(elsewhere)).toEqual([]);
    expect(doubted(elsewhere, { ...HTTP, clientLabels: { app: 'other' } })).toHaveLength(1);
  });
  test('for inbound connections gives the application a further way out, unless the filter removes or refuses', () => {
    expect(doubted(merging('CLUSTER', '{type: STATIC}', 'SIDECAR_INBOUND'))).toHaveLength(1);
    const inbound = (applyTo: string, patch: string): readonly string[] =>
      doubted(filter(`{applyTo: ${applyTo}, match: {context: SIDECAR_INBOUND}, patch: ${patch}}`));
    expect(inbound('LISTENER', '{operation: ADD, value: {name: exit}}')).toHaveLength(1);
    expect(inbound('HTTP_FILTER', '{operation: REMOVE}')).toEqual([]);
    const type = "'@type': type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";
    expect(inbound('HTTP_FILTER', `{operation: INSERT_FIRST, value: {name: limit, typed_config: {${type}}}}`)).toEqual(
      [],
    );
  });
  test('for sidecars that merges a cluster changes the destination, which is not followed there', () => {
    const cluster = '{typed_config: {cluster: PassthroughCluster}}';
    expect(doubted(merging('NETWORK_FILTER', cluster, 'SIDECAR_OUTBOUND'))).toHaveLength(1);
    expect(doubted(merging('NETWORK_FILTER', cluster))).toEqual([]);
  });
  test.each([
    ['context: GATEWAY', 80],
    ['context: GATEWAY, listener: {name: 0.0.0.0_8443}', 80],
    ['context: GATEWAY, listener: {name: 127.0.0.1_8443}', 443],
    ['context: SIDECAR_OUTBOUND', 443],
  ])('that merges a cluster for %s sends the connections of a gateway to port %i', (match, port) => {
    const cluster = '{operation: MERGE, value: {typed_config: {cluster: "outbound|80||edition.cnn.com"}}}';
    const filters = filter(`{applyTo: NETWORK_FILTER, match: {${match}}, patch: ${cluster}}`);
    const http = JsonPatch.add('/spec/ports/-', { number: 80, name: 'http', protocol: 'HTTP' });
    const found = way([...patched(TASK_HTTPS, 'ServiceEntry', http), ...filters], MESH, TLS);
    expect(found).toMatchObject({ kind: 'gateway', destination: { port } });
  });
  test('that merges endpoints into a cluster changes the destination', () => {
    const address = 'socket_address: {address: 203.0.113.9, port_value: 443}';
    const endpoints = `{load_assignment: {endpoints: [{lb_endpoints: [{endpoint: {address: {${address}}}}]}]}}`;
    expect(doubted(merging('CLUSTER', endpoints))).toHaveLength(1);
    expect(doubted(merging('CLUSTER', '{upstream_bind_config: {source_address: {address: 127.0.0.2}}}'))).toEqual([]);
  });
  test('that merges parameters of TLS into a cluster without TLS starts TLS, which is not evaluated', () => {
    const tls =
      '{operation: MERGE, value: {transport_socket: {typed_config: {tls_minimum_protocol_version: TLSv1_3}}}}';
    const merged = (match: string): Way =>
      way(
        [...TASK_HTTP, ...filter(`{applyTo: CLUSTER, match: {context: GATEWAY${match}}, patch: ${tls}}`)],
        MESH,
        HTTP,
      );
    for (const match of [
      '',
      ', cluster: {service: edition.cnn.com}',
      ', cluster: {service: edition.cnn.com, portNumber: 80}',
    ]) {
      expect(doubtsOf(merged(match))).toEqual([
        'EnvoyFilter istio-system/f with TLS for edition.cnn.com:80, which no DestinationRule starts,',
      ]);
    }
    expect(merged(', cluster: {service: edition.cnn.com, portNumber: 443}').kind).toBe('gateway');
  });
  test('that verifies callers decides no way', () => {
    const names = 'transport_socket: {typed_config: {matcher: {exact: a}}}';
    expect(doubted(merging('FILTER_CHAIN', `{${names}}`))).toEqual([]);
    expect(doubted(merging('FILTER_CHAIN', `{${names}, filters: [{name: x, y: z}]}`))).toHaveLength(1);
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
