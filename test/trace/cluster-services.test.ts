/**
 * Services of the cluster, and hosts that no object declares: rules of VirtualServices send their requests out of the mesh.
 */
import { explain } from '../../lib/audit/answer/explain';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { readMesh } from '../../lib/audit/model/mesh';
import { MeshSettings } from '../../lib/audit/model/settings';
import { declaredRequests } from '../../lib/audit/way/declared';
import { Request } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { MUTUAL, TASK_HTTP, TASK_HTTPS } from './manifests';
import { HTTP, into, MESH, TLS, yaml } from './support';

const CLOSED: MeshSettings = { ...MESH, outboundTrafficPolicy: 'REGISTRY_ONLY' };
const FULL = 'web.default.svc.cluster.local';
const GATEWAY = 'istio-egressgateway.istio-system.svc.cluster.local';
const PODS = 'selector: {app: web}, clusterIP: 10.96.0.9';

const web = (port: string): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {${PODS}, ports: [${port}]}}\n---\n`;
const rule = (hosts: string, block: string): string =>
  `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: r, namespace: default}, spec: {hosts: [${hosts}], ${block}}}`;
const route = (host: string, port = 80): string => `route: [{destination: {host: ${host}, port: {number: ${port}}}}]`;
const OUT = route('edition.cnn.com');
const asked = (text: string): readonly object[] =>
  declaredRequests(readMesh(yaml(text), MESH)).filter(({ host }) => host !== 'edition.cnn.com');

test.each<readonly [string, string, Omit<Request, 'clientNamespace'>]>([
  [
    'http',
    `${web('{name: http, port: 8080}')}${rule('web', `http: [{${OUT}}]`)}`,
    { host: FULL, port: 8080, protocol: 'http' },
  ],
  [
    'http of a port without a protocol',
    `${web('{port: 8080}')}${rule(FULL, `http: [{${OUT}}]`)}`,
    { host: FULL, port: 8080, protocol: 'http' },
  ],
  [
    'tls',
    `${web('{name: tls, port: 8443}')}${rule('web', `tls: [{match: [{sniHosts: [${FULL}]}], ${OUT}}]`)}`,
    { host: FULL, port: 8443, protocol: 'tls' },
  ],
  [
    'tcp',
    `${web('{name: tcp, port: 5432}')}${rule('web', `tcp: [{${OUT}}]`)}`,
    { host: FULL, port: 5432, protocol: 'tcp' },
  ],
  [
    'a made-up host',
    rule('made.up.example', `http: [{${OUT}}]`),
    { host: 'made.up.example', port: 80, protocol: 'http' },
  ],
  [
    'a name under a wildcard',
    rule("'*.example'", `http: [{${OUT}}]`),
    { host: '*.example', port: 80, protocol: 'http' },
  ],
  ['the Service of the gateway', rule(GATEWAY, `http: [{${OUT}}]`), { host: GATEWAY, port: 80, protocol: 'http' }],
])('A rule for %s sends requests out, and the request is asked', (_what, objects, request) => {
  expect(asked(objects)).toContainEqual(request);
  const found = way([...TASK_HTTP, ...yaml(objects)], CLOSED, { clientNamespace: 'default', ...request });
  expect(found).toMatchObject({ kind: 'direct', destination: { host: 'edition.cnn.com', port: 80 } });
});

test.each(['web', 'web.default', 'web.default.svc', FULL])('A rule for a Service holds for its name %s', (host) => {
  const objects = [...TASK_HTTP, ...yaml(`${web('{name: http, port: 80}')}${rule('web', `http: [{${OUT}}]`)}`)];
  expect(way(objects, CLOSED, { clientNamespace: 'default', host, port: 80, protocol: 'http' }).kind).toBe('direct');
});

test('Requests that stay in the mesh are no question, and no way out', () => {
  const other = web('{name: http, port: 80}').replaceAll('web', 'v2');
  const objects = `${web('{name: http, port: 80}')}${other}${rule('web', `http: [{${route('v2')}}]`)}`;
  expect(asked(objects)).toEqual([]);
  for (const host of [FULL, FULL.replace('web', 'v2')]) {
    const request = { host, port: 80, protocol: 'http' } as const;
    const mesh = readMesh(yaml(objects), {});
    expect(explain(mesh, { caller: { namespace: 'default', hasSidecar: true }, ...request })).toMatchObject({
      outcome: 'blocked',
      why: [{ text: `a Service of the cluster receives the request to ${host}:80, which does not leave the mesh` }],
    });
  }
});

describe('HTTP of a headless Service', () => {
  const headless = (port: string, spec = 'selector: {app: web}, '): string =>
    web(port).replace(`${PODS}, `, `${spec}clusterIP: None, `);
  const slice = (name: string): string =>
    `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web, namespace: default, labels: {kubernetes.io/service-name: web}},
      addressType: IPv4, ports: [{name: ${name}, port: 9000}], endpoints: [{addresses: [10.3.0.9]}]}`;
  const toWeb = { clientNamespace: 'payments', host: FULL, port: 8080, protocol: 'http' } as const;
  test.each([
    ['of pods', headless('{name: http, port: 8080}')],
    ['without a selector', headless('{name: http, port: 8080}', '')],
    ['with endpoints', `${headless('{name: http, port: 8080}', '')}${slice('http')}`],
    [
      'beside a port with endpoints',
      `${headless('{name: http, port: 8080}, {name: tcp, port: 9000}', '')}${slice('tcp')}`,
    ],
    [
      'whose protocol proxies detect, beside another port with HTTP',
      `${headless('{name: web, port: 8080}')}${web('{name: http, port: 8080}').replaceAll('web', 'v2')}`,
    ],
    ['whose protocol appProtocol states', headless('{name: any, appProtocol: grpc, port: 8080}')],
  ])('%s goes to whatever address the application dials', (_title, text) => {
    const objects = text.replace(/---\n$/, '');
    expect(way(yaml(objects), CLOSED, toWeb)).toMatchObject({
      kind: 'direct',
      destination: { host: FULL, port: 8080 },
    });
    expect(asked(objects)).toContainEqual({ host: FULL, port: 8080, protocol: 'http' });
  });
  test('is the way of a rule that has the Service as its destination', () => {
    const objects = `${headless('{name: http, port: 8080}')}${rule('made.up.example', `http: [{${route(FULL, 8080)}}]`)}`;
    const request = { ...toWeb, host: 'made.up.example', port: 80 };
    expect(way(yaml(objects), CLOSED, request)).toMatchObject({
      kind: 'direct',
      destination: { host: 'made.up.example' },
    });
    expect(asked(objects)).toContainEqual({ host: 'made.up.example', port: 80, protocol: 'http' });
  });
  describe.each(['ALLOW_ANY', 'REGISTRY_ONLY'] as const)('The Service of a gateway, with %s', (mode) => {
    const gateway = yaml(`
      {apiVersion: v1, kind: Service, metadata: {name: istio-egressgateway, namespace: istio-system}, spec: {selector: {istio: egressgateway},
        clusterIP: None, ports: [{name: http2, port: 80, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]}}`);
    const settings = { outboundTrafficPolicy: mode };
    test.each([
      ['HTTP', TASK_HTTP, HTTP],
      ['TLS', TASK_HTTPS, TLS],
    ])(
      'is no gateway for %s of sidecars, which connect to the address that the application dials',
      (_what, task, request) => {
        const found = way([...task, ...gateway], settings, request);
        expect(found).toMatchObject({ kind: 'direct', destination: { host: request.host, port: request.port } });
        expect(way([...task, ...gateway], { ...MESH, ...settings }, request)).toEqual(found);
      },
    );
    test('fails with mesh mTLS, for which servers outside have no certificate', () => {
      const found = way([...MUTUAL, ...TASK_HTTP.slice(0, 1), ...gateway], settings, HTTP);
      expect(found).toMatchObject({ kind: 'broken', cause: { kind: 'mtls-mismatch' } });
    });
  });
  test.each([
    ['another protocol', headless('{name: tcp, port: 8080}')],
    ['a protocol that proxies detect', headless('{port: 8080}')],
    ['an address of the Service', web('{name: http, port: 8080}')],
  ])('is no way out with %s', (_title, text) => {
    const objects = text.replace(/---\n$/, '');
    expect(way(yaml(objects), CLOSED, toWeb).kind).toBe('inside');
    expect(asked(objects)).toEqual([]);
  });
});

describe('PASSTHROUGH of a DestinationRule', () => {
  const PASS = 'loadBalancer: {simple: PASSTHROUGH}';
  const OFF = 'tls: {mode: DISABLE}';
  const at = (port: number, settings: string): string => `portLevelSettings: [{port: {number: ${port}}, ${settings}}]`;
  const policy = (spec: string, host = GATEWAY): Manifest[] =>
    yaml(
      `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: x, namespace: default}, spec: {host: '${host}', ${spec}}}`,
    );
  const without = TASK_HTTP.filter(({ kind }) => kind !== 'DestinationRule');
  // The ways are those of istiod's simulation.
  test.each([
    ['of the rule', `trafficPolicy: {${OFF}, ${PASS}}, subsets: [{name: cnn}]`, 'direct'],
    [
      'of the rule, beside another of the subset',
      `trafficPolicy: {${OFF}, ${PASS}}, subsets: [{name: cnn, trafficPolicy: {loadBalancer: {simple: RANDOM}}}]`,
      'direct',
    ],
    ['of the subset', `trafficPolicy: {${OFF}}, subsets: [{name: cnn, trafficPolicy: {${PASS}}}]`, 'direct'],
    [
      'of the subset, with settings of the port',
      `subsets: [{name: cnn, trafficPolicy: {${PASS}, ${at(80, OFF)}}}]`,
      'direct',
    ],
    [
      'of the rule, with settings of the port',
      `trafficPolicy: {${PASS}, ${at(80, OFF)}}, subsets: [{name: cnn}]`,
      'gateway',
    ],
    ['of the port', `trafficPolicy: {${at(80, `${OFF}, ${PASS}`)}}, subsets: [{name: cnn}]`, 'direct'],
    ['of another port', `trafficPolicy: {${at(443, PASS)}}, subsets: [{name: cnn}]`, 'gateway'],
  ])('%s decides about the Service of a gateway', (_what, spec, kind) => {
    expect(way([...without, ...policy(spec)], CLOSED, HTTP).kind).toBe(kind);
  });
  test('makes requests to a Service of the cluster, and requests of a rule to the Service, leave', () => {
    const objects = `${web('{name: http, port: 8080}')}${rule('made.up.example', `http: [{${route(FULL, 8080)}}]`)}`;
    const pass = policy(`trafficPolicy: {${PASS}}`, FULL);
    for (const [host, port] of [
      [FULL, 8080],
      ['made.up.example', 80],
    ] as const) {
      const request = { host, port, protocol: 'http' } as const;
      expect(way([...yaml(objects), ...pass], CLOSED, { clientNamespace: 'default', ...request }).kind).toBe('direct');
      expect(declaredRequests(readMesh([...yaml(objects), ...pass], CLOSED))).toContainEqual(request);
    }
    const named = { clientNamespace: 'default', host: FULL, port: 8080, protocol: 'tcp' } as const;
    expect(way([...yaml(web('{name: tcp, port: 8080}').replace(/---\n$/, '')), ...pass], CLOSED, named).kind).toBe(
      'inside',
    );
  });
  test('makes the endpoints of a ServiceEntry void', () => {
    const found = way(
      [...TASK_HTTPS.slice(0, 1), ...policy(`trafficPolicy: {${PASS}}`, 'edition.cnn.com')],
      CLOSED,
      TLS,
    );
    expect(found.hops.at(-1)?.text).toBe('the address that the application dials');
  });
  test('is not evaluated at a gateway', () => {
    const own = policy(`trafficPolicy: {${PASS}}`, 'edition.cnn.com').map(into('istio-system'));
    expect(way([...TASK_HTTP, ...own], CLOSED, HTTP)).toMatchObject({
      kind: 'unevaluated',
      doubts: [{ what: 'PASSTHROUGH at a gateway' }],
    });
  });
});

// The ways are those of istiod's simulation.
test.each([
  ['of the namespace of the sidecar', 'payments', "'.'", 'direct'],
  ['of the namespace of the Service', 'default', "'*'", 'direct'],
  ['of another namespace', 'orders', "'*'", 'inside'],
])('A ServiceEntry %s for the host of a Service decides', (_what, namespace, exportTo, kind) => {
  const entry = `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: web, namespace: ${namespace}}, spec: {hosts: [${FULL}],
    exportTo: [${exportTo}], ports: [{number: 80, name: http, protocol: HTTP}], resolution: STATIC, endpoints: [{address: 203.0.113.5}]}}`;
  const objects = yaml(`${web('{name: http, port: 80}')}${entry}`);
  const request = { clientNamespace: 'payments', host: FULL, port: 80, protocol: 'http' } as const;
  expect(way(objects, CLOSED, request).kind).toBe(kind);
});

test('A rule for a Service of type ExternalName decides about requests for the Service', () => {
  const alias = `{apiVersion: v1, kind: Service, metadata: {name: al, namespace: default}, spec: {type: ExternalName, externalName: out.example}}\n---\n`;
  const objects = [...TASK_HTTP, ...yaml(`${alias}${rule('al', `http: [{${OUT}}]`)}`)];
  for (const host of ['al', FULL.replace('web', 'al')]) {
    const request = { clientNamespace: 'default', host, port: 80, protocol: 'http' } as const;
    expect(way(objects, CLOSED, request)).toMatchObject({ kind: 'direct', destination: { host: 'edition.cnn.com' } });
  }
});

test('A request of which a part stays in the mesh goes the way of the other part', () => {
  const weighted = `route: [{destination: {host: web}, weight: 90}, {destination: {host: edition.cnn.com}, weight: 10}]`;
  const objects = `${web('{name: http, port: 80}')}${rule('made.up.example', `http: [{${weighted}}]`)}`;
  const request = { clientNamespace: 'default', host: 'made.up.example', port: 80, protocol: 'http' } as const;
  expect(way([...TASK_HTTP, ...yaml(objects)], CLOSED, request)).toMatchObject({ kind: 'direct', doubts: [] });
});

test('A Service with a route of the Gateway API to another kind of backend is asked', () => {
  const gamma = (backend: string): string => `${web('{name: http, port: 80}')}
{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: default}, spec: {
  parentRefs: [{kind: Service, group: "", name: web}], rules: [{backendRefs: [${backend}]}]}}`;
  expect(asked(gamma('{kind: Hostname, group: networking.istio.io, name: edition.cnn.com, port: 80}'))).toEqual([
    { host: FULL, port: 80, protocol: 'http' },
  ]);
  expect(asked(gamma('{name: web, port: 80}'))).toEqual([]);
  const mirror = `{name: web, port: 80, filters: [{type: RequestMirror, requestMirror: {backendRef: {kind: Hostname, group: networking.istio.io, name: edition.cnn.com, port: 80}}}]}`;
  expect(asked(gamma(mirror))).toEqual([{ host: FULL, port: 80, protocol: 'http' }]);
});
