/**
 * Requests whose way the path, a header or a weight decides. The way with which most leaves counts: around the gateway, then through it, then failing.
 */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { claimsOf } from '../../lib/audit/way/http-claim';
import { Journey } from '../../lib/audit/way/journey';
import { Request, Way } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { TASK_HTTP, TASK_HTTPS } from './manifests';
import { doubtsOf, HTTP, MESH, patched, TLS, yaml } from './support';

const GATEWAY = { host: 'istio-egressgateway.istio-system.svc.cluster.local', subset: 'cnn', port: { number: 80 } };
const OUTSIDE = { host: 'edition.cnn.com' };
const RULE = '/spec/http/0';

/** The rules of the task for sidecars, replaced. The rule of the gateway stays the last. */
const withRules = (...rules: readonly object[]): Manifest[] =>
  patched(
    TASK_HTTP,
    'VirtualService',
    JsonPatch.remove(RULE),
    ...[...rules].reverse().map((each) => JsonPatch.add(RULE, each)),
  );
const withRule = (fields: object): Manifest[] =>
  patched(
    TASK_HTTP,
    'VirtualService',
    ...Object.entries(fields).map(([key, value]) => JsonPatch.add(`${RULE}/${key}`, value)),
  );
const rule = (match: object, host: object): object => ({
  match: [{ gateways: ['mesh'], ...match }],
  route: [{ destination: host }],
});
const weighted = (...weights: readonly [number, object][]): Manifest[] =>
  withRule({ route: weights.map(([weight, destination]) => ({ weight, destination })) });

/** `gateway`, `direct`, or the reason of a failure, and the conditions. */
function told(found: Way): string {
  return [found.kind === 'broken' ? found.reason : found.kind, ...found.assumptions].join('; ');
}

const WHERE = 'http of VirtualService default/direct-cnn-through-egress-gateway';

test.each<[sentence: string, manifests: readonly Manifest[], expected: string]>([
  [
    'a path that goes around the gateway decides over a path that does not',
    withRules(rule({ uri: { prefix: '/politics' } }, OUTSIDE), rule({}, GATEWAY)),
    'direct; the path of the request begins with /politics',
  ],
  [
    'every other path goes around the gateway if only one path has a rule',
    withRules(rule({ uri: { prefix: '/politics' } }, GATEWAY), rule({}, OUTSIDE)),
    'direct; the path of the request does not begin with /politics',
  ],
  [
    'rules by path with one destination are one way',
    withRules(rule({ uri: { exact: '/' } }, GATEWAY), rule({}, GATEWAY)),
    'gateway',
  ],
  ['the path prefix / is every path', withRules(rule({ uri: { prefix: '/' } }, GATEWAY), rule({}, OUTSIDE)), 'gateway'],
  [
    'a part of the requests goes through the gateway, and the other part fails',
    withRules(rule({ uri: { prefix: '/politics' } }, GATEWAY)),
    'gateway; the path of the request begins with /politics; ' +
      'other requests fail: 404: no http rule of VirtualService default/direct-cnn-through-egress-gateway matches the request',
  ],
  [
    'a header and a method count together',
    withRules(rule({ headers: { x: { exact: 'y' } }, method: { exact: 'POST' } }, OUTSIDE), rule({}, GATEWAY)),
    'direct; the method of the request is POST; header x of the request is y',
  ],
  [
    'a header that must be absent may be absent',
    withRules(rule({ withoutHeaders: { x: {} } }, OUTSIDE), rule({}, GATEWAY)),
    'direct; header x of the request is absent',
  ],
  [
    'a query parameter may be there',
    withRules(rule({ queryParams: { q: { exact: '1' } } }, OUTSIDE), rule({}, GATEWAY)),
    'direct; query parameter q of the request is 1',
  ],
  [
    'a weight sends a part of the requests around the gateway',
    weighted([90, GATEWAY], [10, OUTSIDE]),
    `direct; ${WHERE} sends 10 of 100 requests to edition.cnn.com`,
  ],
  ['a weight of 0 sends no request', weighted([100, GATEWAY], [0, OUTSIDE]), 'gateway'],
  ['the only destination receives every request, with any weight', weighted([0, GATEWAY]), 'gateway'],
  [
    'a copy of every request goes around the gateway',
    withRule({ mirror: OUTSIDE }),
    `direct; ${WHERE} mirrors requests to edition.cnn.com`,
  ],
  [
    'one of several copies goes around the gateway',
    withRule({ mirrors: [{ destination: GATEWAY }, { destination: OUTSIDE }] }),
    `direct; ${WHERE} mirrors requests to edition.cnn.com`,
  ],
  [
    'a request goes around the gateway, and its copy to the gateway',
    withRule({ route: [{ destination: OUTSIDE }], mirror: GATEWAY }),
    `direct; ${WHERE} sends requests to edition.cnn.com`,
  ],
  ['a copy that gets lost changes nothing', withRule({ mirror: { host: 'nowhere.example.com' } }), 'gateway'],
  [
    'a redirect is an answer of the sidecar',
    withRule({ redirect: { authority: 'www.cnn.com' } }),
    `the sidecar answers with 301: redirect to www.cnn.com in ${WHERE}`,
  ],
  [
    'a direct response is an answer of the sidecar',
    withRule({ directResponse: { status: 410 } }),
    `the sidecar answers with 410: directResponse in ${WHERE}`,
  ],
  [
    'a fault for every request is an answer of the sidecar',
    withRule({ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } } }),
    `the sidecar answers with 500: fault in ${WHERE}`,
  ],
  [
    'a fault for some requests leaves the others their way',
    withRule({ fault: { abort: { httpStatus: 500, percentage: { value: 50 } } } }),
    'gateway',
  ],
  [
    'a rule may write another path, which policies of the gateway compare',
    withRule({ rewrite: { uri: '/' } }),
    `gateway; AuthorizationPolicies of gateways accept the path that rewrite in ${WHERE} writes`,
  ],
])('%s', (_sentence, manifests, expected) => {
  expect(told(way(manifests, MESH, HTTP))).toBe(expected);
});

test.each<[sentence: string, request: Partial<Request>, kind: string]>([
  ['a path under the prefix goes around the gateway', { path: '/politics/1?q=2' }, 'direct'],
  ['another path goes through the gateway', { path: '/sport' }, 'gateway'],
  ['a path in capitals is another path', { path: '/POLITICS' }, 'gateway'],
])('%s', (_sentence, parts, kind) => {
  const manifests = withRules(rule({ uri: { prefix: '/politics' } }, OUTSIDE), rule({}, GATEWAY));
  expect(told(way(manifests, MESH, { ...HTTP, ...parts }))).toBe(kind);
});

test('a path that the client and the gateway both compare is one path', () => {
  const match = [{ gateways: ['istio-egressgateway'], uri: { prefix: '/politics' } }];
  const both = patched(
    withRules(rule({ uri: { prefix: '/politics' } }, GATEWAY), rule({ uri: { prefix: '/sport' } }, OUTSIDE)),
    'VirtualService',
    JsonPatch.replace('/spec/http/2/match', match),
  );
  expect(way(both, MESH, { ...HTTP, path: '/politics' }).kind).toBe('gateway');
  expect(told(way(both, MESH, HTTP))).toMatch(
    /^direct; the path of the request begins with \/sport; other requests fail: 404/,
  );
});

test('a rule of the gateway that holds for every path is behind the rules of younger VirtualServices', () => {
  const younger = yaml(`{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: younger},
    spec: {hosts: [edition.cnn.com], gateways: [istio-egressgateway], http: [
      {match: [{uri: {prefix: /politics}}], route: [{destination: {host: nowhere.example.com}}]}]}}`);
  const found = way([...TASK_HTTP, ...younger], MESH, { ...HTTP, path: '/politics' });
  expect(told(found)).toContain('cluster_not_found');
  expect(way([...TASK_HTTP, ...younger], MESH, { ...HTTP, path: '/sport' }).kind).toBe('gateway');
});

describe('a delegate', () => {
  const delegated = (namespace: string, spec: string): Manifest[] => [
    ...withRules({ match: [{ gateways: ['mesh'], port: 80 }], delegate: { name: 'team', namespace } }),
    ...yaml(
      `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: team, namespace: payments}, spec: ${spec}}`,
    ),
  ];
  const ROUTES = '{http: [{match: [{uri: {prefix: /politics}}], route: [{destination: {host: edition.cnn.com}}]}]}';

  test('has the routes of the rule that delegates', () => {
    const found = way(delegated('payments', ROUTES), MESH, { ...HTTP, path: '/politics' });
    expect(found.kind).toBe('direct');
    expect(found.hops.at(-1)?.decidedBy?.[0]?.manifest.metadata.name).toBe('team');
  });
  test.each([
    ['in another namespace than the rule names', 'default', ROUTES],
    ['that the namespace of the rule does not see', 'payments', ROUTES.replace('{http', '{exportTo: [.], http')],
  ])('%s has no route', (_sentence, namespace, spec) => {
    // Without a rule for sidecars, the host is a declared host like any other.
    expect(told(way(delegated(namespace, spec), MESH, { ...HTTP, path: '/politics' }))).toBe('direct');
    expect(told(way(delegated(namespace, spec), MESH, { ...HTTP, path: '/sport' }))).toBe('direct');
  });
  test('has no effect on other paths than its own', () => {
    expect(told(way(delegated('payments', ROUTES), MESH, { ...HTTP, path: '/sport' }))).toContain('404: no http rule');
  });
});

describe('sourceLabels', () => {
  const tls = patched(TASK_HTTPS, 'VirtualService', JsonPatch.add('/spec/tls/0/match/0/sourceLabels', { app: 'curl' }));
  const http = withRules({ match: [{ sourceLabels: { app: 'curl' } }], route: [{ destination: GATEWAY }] });
  test.each([
    ['counts for TLS', tls, TLS],
    ['counts in an HTTP match without `gateways`', http, HTTP],
  ])('%s', (_sentence, manifests, request) => {
    expect(way(manifests, MESH, request).kind).toBe('direct');
    expect(way(manifests, MESH, { ...request, clientLabels: { app: 'curl' } }).kind).toBe('gateway');
  });
  test('is overlooked by Istio in an HTTP match that has `gateways`', () => {
    expect(way(withRule({ match: [{ gateways: ['mesh'], sourceLabels: { app: 'curl' } }] }), MESH, HTTP).kind).toBe(
      'gateway',
    );
  });
});

test('a weight of a TLS rule sends a part of the connections around the gateway', () => {
  const destination = { host: 'edition.cnn.com', port: { number: 443 } };
  const manifests = patched(
    TASK_HTTPS,
    'VirtualService',
    JsonPatch.add('/spec/tls/0/route/0/weight', 50),
    JsonPatch.add('/spec/tls/0/route/-', { destination, weight: 50 }),
  );
  expect(told(way(manifests, MESH, TLS))).toBe(
    'direct; tls of VirtualService default/direct-cnn-through-egress-gateway sends 50 of 100 requests to edition.cnn.com',
  );
});

test('a request with more than 200 ways is not followed', () => {
  const rules = Array.from({ length: 201 }, (_, index) => rule({ uri: { exact: `/${index}` } }, GATEWAY));
  const found = way(withRules(...rules), MESH, HTTP);
  expect(doubtsOf(found)).toEqual([expect.stringContaining('a request with more than 200 ways')]);
});

describe('a rewritten request', () => {
  /** The path of requests at the sidecar and at the gateway. */
  const leading = (at: object, rewrite: object, gateway: object): Manifest[] =>
    patched(
      TASK_HTTP,
      'VirtualService',
      JsonPatch.add(`${RULE}/match/0/uri`, at),
      JsonPatch.add(`${RULE}/rewrite`, rewrite),
      JsonPatch.add('/spec/http/1/match/0/uri', gateway),
    );
  const asked = (path: string): Request => ({ ...HTTP, method: 'GET', path });
  test.each<[sentence: string, manifests: Manifest[], path: string]>([
    ['prefix', leading({ prefix: '/old' }, { uri: '/new' }, { exact: '/new/1' }), '/old/1'],
    ['path', leading({ exact: '/old/1' }, { uri: '/new' }, { exact: '/new' }), '/old/1'],
    [
      'part that an expression matches',
      leading({ prefix: '/' }, { uriRegexRewrite: { match: '/old/(.*)', rewrite: '/\\1/new' } }, { exact: '/1/new' }),
      '/old/1',
    ],
  ])('reaches the gateway with another %s', (_, manifests, path) => {
    expect(way(manifests, MESH, asked(path)).kind).toBe('gateway');
    expect(way(manifests, MESH, asked('/other')).kind).not.toBe('gateway');
  });
  test.each([
    ['path', { uri: '/new' }],
    ['Host header', { authority: 'www.cnn.com' }],
  ])('comes back to the gateway, and uses another route with another %s', (_, rewrite) => {
    const gateways = ['istio-egressgateway'];
    const { subset: _subset, ...destination } = GATEWAY;
    const back = { match: [{ gateways, uri: { prefix: '/old' } }], rewrite, route: [{ destination }] };
    const manifests = patched(TASK_HTTP, 'VirtualService', JsonPatch.add('/spec/http/1', back));
    const other = `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: www}, spec: {hosts: [www.cnn.com],
      gateways: [istio-egressgateway], http: [{route: [{destination: {host: edition.cnn.com}}]}]}}`;
    const hosts = JsonPatch.add('/spec/servers/0/hosts/-', 'www.cnn.com');
    const found = way([...patched(manifests, 'Gateway', hosts), ...yaml(other)], MESH, asked('/old'));
    expect(found).toMatchObject({ kind: 'gateway', destination: { host: 'edition.cnn.com', port: 80 } });
    expect(found.connections).toHaveLength(2);
  });
  test('has any path if the path before was not given', () => {
    const [old] = claimsOf({ uri: { prefix: '/old' } });
    const journey = new Journey([0, 1]);
    expect(old && journey.holds(old, {})).toBe(true);
    journey.forgetPath();
    expect(old && journey.holds(old, {})).toBe(false);
    expect(journey.conditions).toContain('the path of the request begins with /old');
  });
  test.each([
    ['of its route', [JsonPatch.add(`${RULE}/headers`, { request: { set: { Host: 'www.cnn.com' } } })]],
    [
      'of its destination',
      [JsonPatch.add(`${RULE}/route/0/headers`, { request: { add: { ':authority': 'www.cnn.com' } } })],
    ],
  ])('has the Host header among the headers %s', (_, patches) => {
    const manifests = patched(TASK_HTTP, 'VirtualService', ...patches);
    expect(told(way(manifests, MESH, HTTP))).toMatch(/no VirtualService has a route for www.cnn.com/);
    const rewrite = JsonPatch.add(`${RULE}/rewrite`, { authority: 'edition.cnn.com' });
    expect(way(patched(manifests, 'VirtualService', rewrite), MESH, HTTP).kind).toBe('gateway');
  });
});

test('routes behind one that holds for every request are not there, also at a gateway', () => {
  const { subset: _, ...gateway } = GATEWAY;
  const manifests = withRules({ route: [{ destination: gateway }] });
  const first = patched(
    manifests,
    'VirtualService',
    JsonPatch.add('/spec/http/1/match/0/uri', { prefix: '/politics' }),
  );
  expect(told(way(first, MESH, HTTP))).toMatch(/^loop/);
});

test('a gateway overlooks the source in a `tls` rule', () => {
  const source = JsonPatch.add('/spec/tls/1/match/0/sourceLabels', { app: 'other' });
  const namespace = JsonPatch.add('/spec/tls/1/match/0/sourceNamespace', 'other');
  expect(way(patched(TASK_HTTPS, 'VirtualService', source, namespace), MESH, TLS).kind).toBe('gateway');
});
