/**
 * The Services in front of gateways, as far as the manifests tell of them.
 */
import { JsonPatch } from 'cdk8s';
import { readMesh } from '../../lib/audit/model/mesh';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { way } from '../support/way';
import { MUTUAL, TASK_HTTP, TASK_HTTPS } from './manifests';
import { HTTP, into, MESH, patched, TLS, withKind, withSpec, yaml } from './support';

const HOST = 'istio-egressgateway.istio-system.svc.cluster.local';
const inferred = (ports: string): string =>
  `the pods of Service istio-system/istio-egressgateway have the labels istio=egressgateway, and listen at ${ports}: the manifests do not contain the Service`;

const service = (spec: string): Manifest[] =>
  yaml(
    `{apiVersion: v1, kind: Service, metadata: {name: istio-egressgateway, namespace: istio-system}, spec: {${spec}}}`,
  );
const deployment = (labels: string, ports = '{name: tls, containerPort: 18443}'): Manifest[] =>
  yaml(`{apiVersion: apps/v1, kind: Deployment, metadata: {name: egress, namespace: istio-system}, spec: {template: {
    metadata: {labels: {${labels}}}, spec: {containers: [{name: istio-proxy, image: auto, ports: [${ports}]}]}}}}`);
const PORTS = 'ports: [{port: 80, targetPort: 8080}, {port: 443, targetPort: tls}]';
const found = (manifests: readonly Manifest[]) => readMesh(manifests, {}).gatewayServices.get(HOST);

test('a Service of the manifests has the labels of its pods, and the numbers of named ports', () => {
  const manifests = [
    ...MUTUAL,
    ...service(`selector: {app: egress}, ${PORTS}`),
    ...deployment('app: egress, istio: egressgateway'),
  ];
  expect(found(manifests)).toMatchObject({
    podLabels: { app: 'egress', istio: 'egressgateway' },
    ports: [
      { port: 80, targetPort: 8080 },
      { port: 443, targetPort: 18443 },
    ],
  });
  const taken = way(manifests, {}, TLS);
  expect(taken).toMatchObject({ kind: 'gateway', service: 'istio-system/istio-egressgateway', assumptions: [] });
});

test('a named port that no workload has is an assumption', () => {
  const manifests = [...MUTUAL, ...service(`selector: {istio: egressgateway}, ${PORTS}`)];
  expect(way(manifests, {}, TLS)).toMatchObject({
    kind: 'gateway',
    assumptions: [
      'port tls of the pods of Service istio-system/istio-egressgateway is 443: no workload of the manifests has a port of this name',
    ],
  });
});

test('without a workload, the pods of a Service have the labels of the Gateways that are routed to', () => {
  const manifests = [...MUTUAL, ...service(`selector: {app: egress}, ${PORTS.replace('tls', '8443')}`)];
  expect(way(manifests, {}, TLS)).toMatchObject({
    kind: 'gateway',
    assumptions: [
      'the pods of Service istio-system/istio-egressgateway have the labels app=egress, istio=egressgateway: ' +
        'no workload of the manifests is behind the Service',
    ],
  });
});

test('a workload without the labels of the selector is no pod of the Gateway', () => {
  const manifests = [...MUTUAL, ...service(`selector: {app: egress}, ${PORTS}`), ...deployment('app: egress')];
  expect(way(manifests, {}, TLS).kind).toBe('broken');
});

test('a Service that the manifests lack is inferred from its Gateways and routes', () => {
  expect(way(TASK_HTTP, {}, HTTP)).toMatchObject({ kind: 'gateway', assumptions: [inferred('8080 for port 80')] });
  expect(way(MUTUAL, {}, TLS)).toMatchObject({
    kind: 'gateway',
    assumptions: [inferred('8080 for port 80, 8443 for port 443')],
  });
  expect(way(TASK_HTTP, {}, TLS)).toMatchObject({ kind: 'direct', assumptions: [] });
});

test('a Service of another namespace for pods with the labels of the gateway is not the Service of the gateway', () => {
  const [front] = service(
    'selector: {istio: egressgateway}, ports: [{port: 80, targetPort: 8080}, {port: 443, targetPort: 8443}]',
  );
  const foreign = front ? [into('tenant')(front)] : [];
  expect(way([...MUTUAL, ...foreign], {}, TLS)).toEqual(way(MUTUAL, {}, TLS));
  expect(way([...MUTUAL, ...foreign], MESH, TLS)).toEqual(way(MUTUAL, MESH, TLS));
  // The namespace of the host and the settings have the Service under another name.
  const misspelt = JSON.parse(JSON.stringify(MUTUAL).replaceAll('istio-egressgateway.', 'egress.')) as Manifest[];
  for (const known of [way([...misspelt, ...(front ? [front] : [])], {}, TLS), way(misspelt, MESH, TLS)]) {
    expect(known).toMatchObject({ kind: 'broken', cause: { kind: 'missing-destination' } });
  }
});

test('the settings come before the manifests', () => {
  expect(way(TASK_HTTP, MESH, HTTP)).toMatchObject({ kind: 'gateway', assumptions: [] });
});

test('a route of sidecars and a route of the gateway may be in two VirtualServices', () => {
  const split = TASK_HTTPS.flatMap((manifest) => {
    if (manifest.kind !== 'VirtualService') return [manifest];
    const [mesh, gateway] = (manifest.spec as { tls: object[] }).tls;
    const part = (name: string, gateways: string[], tls: object | undefined): Manifest => ({
      ...manifest,
      metadata: { ...manifest.metadata, name },
      spec: { ...(manifest.spec as object), gateways, tls: [tls] },
    });
    return [part('clients', ['mesh'], mesh), part('gateway', ['istio-egressgateway'], gateway)];
  });
  const ingress = yaml(`{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: ingress}, spec: {
    selector: {istio: ingressgateway}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['*']}]}}`);
  expect(way([...split, ...ingress], {}, TLS)).toMatchObject({
    kind: 'gateway',
    gateway: 'default/istio-egressgateway',
  });
});

test('a port of the destination of a route that no server has is no listener', () => {
  const other = patched(
    TASK_HTTP,
    'VirtualService',
    JsonPatch.replace('/spec/http/0/route/0/destination/port/number', 8081),
  );
  expect(way(other, {}, HTTP)).toMatchObject({ reason: expect.stringMatching(/^no listener on port 8081/) as unknown });
});

test('without a Gateway, a Service of the cluster is no gateway', () => {
  const manifests = withKind(TASK_HTTP, 'Gateway', () => undefined);
  expect(way(manifests, {}, HTTP)).toMatchObject({ reason: expect.stringMatching(/cluster_not_found/) as unknown });
  expect(
    found([...manifests, ...service(`selector: {app: squid}, ${PORTS}`), ...deployment('app: squid')]),
  ).toBeUndefined();
});

test('a Gateway whose selector selects other pods gives the pods of the Service no listener', () => {
  const elsewhere = withKind(TASK_HTTP, 'Gateway', withSpec({ selector: { istio: 'ingressgateway' } }));
  const pods = [...service(`selector: {istio: egressgateway}, ${PORTS}`), ...deployment('istio: egressgateway')];
  expect(way([...elsewhere, ...pods], {}, HTTP)).toMatchObject({
    reason: 'no listener on port 8080 of the pods of istio-system/istio-egressgateway',
  });
});

describe('A ServiceEntry whose endpoint is the Service of a gateway', () => {
  const door = (endpoints: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: door, namespace: default}, spec: {
      hosts: [door.example.net], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}], endpoints: [${endpoints}]}}`);
  const rule =
    yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: door, namespace: default}, spec: {
    host: door.example.net, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, sni: edition.cnn.com}}}}`);
  const own = '{address: istio-egressgateway.istio-system.svc.cluster.local, ports: {http: 80}}';
  const asked = { ...HTTP, host: 'door.example.net' };
  test('sends requests to the gateway', () => {
    const found = way([...MUTUAL, ...door(own), ...rule], MESH, asked);
    expect(found.connections).toMatchObject([{ isMutual: true, targetPort: 8080 }]);
    expect(found).toMatchObject({ kind: 'broken', cause: { kind: 'missing-route' } });
  });
  test('on several ports sends requests to each port', () => {
    const both = door(`${own.replace('80', '443')}, ${own}`);
    const server = JsonPatch.add('/spec/servers/0/hosts/-', 'door.example.net');
    const [exit] = yaml(`{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: exit}, spec: {
      hosts: [door.example.net], gateways: [istio-egressgateway], http: [{route: [{destination: {host: edition.cnn.com}}]}]}}`);
    expect(
      way([...patched(TASK_HTTP, 'Gateway', server), ...both, ...(exit ? [exit] : [])], MESH, asked),
    ).toMatchObject({
      kind: 'gateway',
      assumptions: [
        `requests for door.example.net go to ${HOST}:80, an endpoint of the host`,
        'other requests fail: no listener on port 8443 of the pods of istio-system/istio-egressgateway',
      ],
    });
  });
  test('and further hosts sends requests around the gateway', () => {
    expect(way([...MUTUAL, ...door(`${own}, {address: a.example.net}`)], MESH, asked).kind).toBe('direct');
  });
});

test.each([
  ['an ordinary pod', '{name: app, image: app}', undefined],
  ['a container of its own in place of the proxy', '{name: istio-proxy, image: app}', undefined],
  ['the proxy beside an application', '{name: app, image: app}, {name: istio-proxy, image: auto}', undefined],
  ['the proxy alone', '{name: istio-proxy, image: auto}', 'gateway'],
  ['the proxy of an installation', '{name: istio-proxy, image: proxyv2, args: [proxy, router]}', 'gateway'],
])('a Gateway that selects pods with %s', (_title, containers, kind) => {
  const pods =
    yaml(`{apiVersion: apps/v1, kind: Deployment, metadata: {name: egress, namespace: istio-system}, spec: {template: {
    metadata: {labels: {istio: egressgateway}}, spec: {containers: [${containers}]}}}}`);
  const [front] = service(
    'selector: {istio: egressgateway}, ports: [{port: 80, targetPort: 8080}, {port: 443, targetPort: 8443}]',
  );
  const all = [...MUTUAL, ...(front ? [front] : []), ...pods];
  expect(found(all)).toEqual(kind === undefined ? undefined : expect.anything());
  const { doubts } = way(all, {}, HTTP);
  expect(doubts.map(({ what }) => what)).toEqual(
    kind === undefined
      ? [
          'whether the pods that Gateway istio-system/egress-gw selects, which have no proxy of a gateway, send the request out',
        ]
      : [],
  );
});
