/**
 * Services of Kubernetes that lead outside: names of the cluster, and addresses of headless Services.
 */
import { Manifest } from '../../lib/audit/manifest/manifest';
import { declaredRequests } from '../../lib/audit/way/declared';
import { readMesh } from '../../lib/audit/model/mesh';
import { MeshSettings } from '../../lib/audit/model/settings';
import { way } from '../support/way';
import { TASK_HTTP, TASK_HTTPS } from './manifests';
import { doubtsOf, HTTP, MESH, TLS, yaml } from './support';

const CLOSED: MeshSettings = { ...MESH, outboundTrafficPolicy: 'REGISTRY_ONLY' };
const service = (name: string, spec: string): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: default}, spec: {${spec}}}`;
const SMUGGLER = `
${service('smuggler', 'ports: [{name: http, port: 80, targetPort: 8080}]')}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: any, namespace: default, labels: {kubernetes.io/service-name: smuggler}}
addressType: IPv4
ports: [{name: http, port: 8080}]
endpoints: [{addresses: [203.0.113.23]}]
`;
const ENDPOINTS = `
${service('smuggler', 'ports: [{name: http, port: 80, targetPort: 8080}]')}
---
{apiVersion: v1, kind: Endpoints, metadata: {name: smuggler, namespace: default}, subsets: [{addresses: [{ip: 203.0.113.23}], ports: [{name: http, port: 8080}]}]}
`;
const WORKLOAD = `
${service('smuggler', 'selector: {app: vm}, ports: [{name: http, port: 80, targetPort: web}]')}
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: vm, namespace: default}
spec: {address: 203.0.113.23, labels: {app: vm}, ports: {web: 8080}}
`;
const HOST = 'smuggler.default.svc.cluster.local';

describe('A Service whose endpoints are addresses', () => {
  test.each([
    ['an EndpointSlice', SMUGGLER],
    ['Endpoints', ENDPOINTS],
    ['a WorkloadEntry', WORKLOAD],
  ])('of %s is a direct way for each of its names', (_title, manifests) => {
    for (const host of ['smuggler', 'smuggler.default', 'smuggler.default.svc', HOST]) {
      const found = way(yaml(manifests), CLOSED, { ...HTTP, host });
      expect(found).toMatchObject({ kind: 'direct', destination: { host: '203.0.113.23', port: 8080 } });
      expect(found.hops.at(-1)?.decidedBy?.[0]?.manifest.kind).toBe('Service');
    }
    expect(way(yaml(manifests), CLOSED, { ...HTTP, host: 'smuggler', port: 81 }).kind).toBe('unknown');
  });
  test('receives the connections to the ports of the slice, whatever targetPort is', () => {
    const found = way(yaml(SMUGGLER.replace('port: 8080}]\nendpoints', 'port: 443}]\nendpoints')), CLOSED, {
      ...HTTP,
      host: HOST,
    });
    expect(found).toMatchObject({ destination: { host: '203.0.113.23', port: 443 } });
    expect(
      way(yaml(SMUGGLER.replace('name: http, port: 8080', 'name: tcp, port: 8080')), CLOSED, { ...HTTP, host: HOST })
        .kind,
    ).toBe('unknown');
  });
  test('receives the requests for its cluster IP', () => {
    const at = (port: string): Manifest[] =>
      yaml(
        SMUGGLER.replace('ports: [{name: http,', `clusterIP: 10.96.9.8, ports: [{name: ${port},`).replace(
          'name: http, port: 8080}]\nend',
          `name: ${port}, port: 8080}]\nend`,
        ),
      );
    expect(way(at('http'), CLOSED, { ...HTTP, host: '10.96.9.8' })).toMatchObject({ kind: 'direct' });
    expect(way([...TASK_HTTP, ...at('http')], CLOSED, { ...HTTP, address: '10.96.9.8' }).kind).toBe('gateway');
    expect(way([...TASK_HTTP, ...at('tcp')], CLOSED, { ...HTTP, address: '10.96.9.8' })).toMatchObject({
      kind: 'direct',
      destination: { host: '203.0.113.23', port: 8080 },
    });
  });
  test('has an endpoint of the internet as its destination, if there is one', () => {
    const found = way(yaml(SMUGGLER.replace('[203.0.113.23]', '[10.3.0.9]}, {addresses: [8.8.8.8]')), CLOSED, {
      ...HTTP,
      host: HOST,
    });
    expect(found).toMatchObject({ kind: 'direct', destination: { host: '8.8.8.8', port: 8080 } });
  });
  test('of a WorkloadEntry needs a selector whose labels the WorkloadEntry has', () => {
    for (const [from, to] of [
      ['selector: {app: vm}', 'selector: {app: api}'],
      ['selector: {app: vm}, ', ''],
      ['web: 8080', 'api: 8080'],
    ] as const) {
      expect(way(yaml(WORKLOAD.replace(from, to)), CLOSED, { ...HTTP, host: HOST }).kind).not.toBe('direct');
    }
  });
  test('is among the requests that the manifests speak of', () => {
    expect(declaredRequests(readMesh(yaml(SMUGGLER), MESH))).toEqual([{ host: HOST, port: 80, protocol: 'http' }]);
    // Proxies detect HTTP on a port without a name.
    const unnamed = yaml(SMUGGLER.replaceAll('name: http, port', 'port'));
    expect(declaredRequests(readMesh(unnamed, MESH))).toEqual([
      { host: HOST, port: 80, protocol: 'http' },
      { host: HOST, port: 80, protocol: 'tcp' },
    ]);
  });
  test('is no destination that fails', () => {
    const routed = JSON.parse(
      JSON.stringify(TASK_HTTP).replace('istio-egressgateway.istio-system.svc.cluster.local', HOST),
    ) as typeof TASK_HTTP;
    const direct = routed.map((manifest) =>
      manifest.kind === 'VirtualService'
        ? { ...manifest, spec: { hosts: ['edition.cnn.com'], http: [{ route: [{ destination: { host: HOST } }] }] } }
        : manifest,
    );
    expect(doubtsOf(way([...direct, ...yaml(SMUGGLER)], CLOSED, HTTP))).toEqual([
      `Service ${HOST} as the destination of a route`,
    ]);
  });
});

test('A WorkloadEntry with the labels of the pods of a gateway is a doubt about the way', () => {
  const gateway = `
{apiVersion: v1, kind: Service, metadata: {name: istio-egressgateway, namespace: istio-system}, spec: {selector: {istio: egressgateway}, ports: [{port: 443, targetPort: 8443}]}}
---
{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {name: any, namespace: istio-system}, spec: {address: 203.0.113.23, labels: {istio: egressgateway}}}
`;
  const found = (text: string): readonly string[] => doubtsOf(way([...TASK_HTTPS, ...yaml(text)], CLOSED, TLS));
  expect(found(gateway)).toEqual([
    'whether the request goes to 203.0.113.23, an endpoint of Service istio-egressgateway.istio-system.svc.cluster.local,',
  ]);
  expect(found(gateway.replace('203.0.113.23', '10.3.0.9'))).toEqual([]);
});

describe('A headless Service', () => {
  const headless = (port: string): string =>
    SMUGGLER.replace('ports: [{name: http, port: 80, targetPort: 8080}]', `clusterIP: None, ports: [${port}]`).replace(
      '{name: http, port: 8080}',
      port,
    );
  const tls = [...TASK_HTTPS, ...yaml(headless('{name: tcp, port: 443}'))];
  test('receives the requests for its addresses', () => {
    expect(way(tls, CLOSED, { ...TLS, address: '203.0.113.23' }).kind).toBe('direct');
    expect(way(tls, CLOSED, { ...TLS, host: '203.0.113.23' }).kind).toBe('direct');
    expect(way(tls, CLOSED, { ...TLS, address: '203.0.113.24' }).kind).toBe('gateway');
  });
  test('receives the requests for its addresses in every spelling', () => {
    const six = yaml(headless('{name: tcp, port: 443}').replace('203.0.113.23', "'2001:DB8:0::5'"));
    for (const host of ['2001:db8::5', '2001:0DB8:0:0::5']) {
      expect(way([...TASK_HTTPS, ...six], CLOSED, { ...TLS, host }).kind).toBe('direct');
      expect(way([...TASK_HTTPS, ...six], CLOSED, { ...TLS, address: host }).kind).toBe('direct');
    }
  });
  test('can have the address of a host', () => {
    expect(doubtsOf(way(tls, CLOSED, TLS))).toEqual([
      `whether edition.cnn.com has an address of Service ${HOST}, such as 203.0.113.23,`,
    ]);
    expect(doubtsOf(way(tls, CLOSED, { ...TLS, port: 8443 }))).toEqual([]);
  });
  test('with private addresses has no address of a host on the internet', () => {
    const inside = yaml(headless('{name: tcp, port: 443}').replace('203.0.113.23', '10.3.0.9'));
    expect(doubtsOf(way([...TASK_HTTPS, ...inside], CLOSED, TLS))).toEqual([]);
    expect(way([...TASK_HTTPS, ...inside], CLOSED, { ...TLS, address: '10.3.0.9' }).kind).toBe('direct');
  });
  test('with HTTP has no listener for its addresses', () => {
    expect(way([...TASK_HTTP, ...yaml(headless('{name: http, port: 80}'))], CLOSED, HTTP).kind).toBe('gateway');
  });
});

test('A Service of type ExternalName is a name for another host', () => {
  const alias = yaml(service('alias', 'type: ExternalName, externalName: edition.cnn.com, ports: [{port: 80}]'));
  expect(way([...TASK_HTTP, ...alias], CLOSED, { ...HTTP, host: 'alias.default' }).kind).toBe('gateway');
  expect(way(alias, CLOSED, { ...HTTP, host: 'alias.default' }).kind).toBe('unknown');
});
