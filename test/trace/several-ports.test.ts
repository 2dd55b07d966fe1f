/** Several ports of one host at one port of a gateway: TCP by address, and HTTP whose Host header is another on the way. */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { way } from '../support/way';
import { MESH, patched, yaml } from './support';

const GATEWAY = 'istio-egressgateway.istio-system.svc.cluster.local';

const MANIFESTS = yaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: kafka}
spec:
  hosts: [kafka.example.org]
  endpoints: [{address: kafka.example.org.}]
  ports: [{number: 8082, name: http, protocol: HTTP}]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: broker}
spec:
  hosts: [9093.kafka.invalid]
  addresses: [203.0.113.33]
  endpoints: [{address: kafka.example.org.}]
  ports: [{number: 9093, name: tcp, protocol: TCP}]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: subsets, namespace: istio-system}
spec:
  host: ${GATEWAY}
  subsets:
  - {name: http, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: ISTIO_MUTUAL, sni: 8082.kafka.invalid}}]}}
  - {name: tcp, trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: ISTIO_MUTUAL, sni: 9093.kafka.invalid}}]}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: servers, namespace: istio-system}
spec:
  selector: {istio: egressgateway}
  servers:
  - {hosts: [default/8082.kafka.invalid], port: {name: http, number: 80, protocol: HTTPS}, tls: {mode: ISTIO_MUTUAL}}
  - {hosts: [default/9093.kafka.invalid], port: {name: tcp, number: 443, protocol: TLS}, tls: {mode: ISTIO_MUTUAL}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: to-gateway}
spec:
  hosts: [kafka.example.org]
  gateways: [mesh]
  http:
  - match: [{gateways: [mesh], port: 8082}]
    rewrite: {authority: 8082.kafka.invalid}
    route: [{destination: {host: ${GATEWAY}, subset: http, port: {number: 80}}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: to-host}
spec:
  hosts: [8082.kafka.invalid]
  gateways: [istio-system/servers]
  http:
  - match: [{gateways: [istio-system/servers], port: 80}]
    rewrite: {authority: 'kafka.example.org:8082'}
    route: [{destination: {host: kafka.example.org, port: {number: 8082}}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: broker}
spec:
  hosts: [9093.kafka.invalid]
  gateways: [mesh, istio-system/servers]
  tcp:
  - match: [{gateways: [mesh], port: 9093}]
    route: [{destination: {host: ${GATEWAY}, subset: tcp, port: {number: 443}}}]
  - match: [{gateways: [istio-system/servers], port: 443}]
    route: [{destination: {host: 9093.kafka.invalid, port: {number: 9093}}}]
`);

const http = { clientNamespace: 'default', host: 'kafka.example.org', port: 8082, protocol: 'http' } as const;
const tcp = { clientNamespace: 'default', host: '203.0.113.33', port: 9093, protocol: 'tcp' } as const;

it('the gateway routes the Host header that the sidecar wrote, and the host reads what the gateway wrote', () => {
  expect(way(MANIFESTS, MESH, http)).toMatchObject({
    kind: 'gateway',
    authority: 'kafka.example.org:8082',
    destination: { host: 'kafka.example.org', port: 8082 },
  });
});

it('without the rewrite of the sidecar, the gateway has no route', () => {
  const manifests = patched(MANIFESTS, 'VirtualService to-gateway', JsonPatch.remove('/spec/http/0/rewrite'));
  expect(way(manifests, MESH, http)).toMatchObject({ reason: expect.stringMatching(/^404: /) as unknown });
});

it('TCP is identified by the address dialled', () => {
  expect(way(MANIFESTS, MESH, tcp)).toMatchObject({
    kind: 'gateway',
    clientTls: 'ISTIO_MUTUAL',
    destination: { host: 'kafka.example.org', port: 9093 },
  });
  expect(way(MANIFESTS, MESH, { ...tcp, host: '203.0.113.99' }).kind).toBe('unknown');
  expect(way(MANIFESTS, MESH, { ...tcp, port: 8082 }).kind).toBe('unknown');
});

it('TCP that no VirtualService routes is direct', () => {
  const manifests = patched(MANIFESTS, 'VirtualService broker', JsonPatch.remove('/spec/tcp/0'));
  expect(way(manifests, MESH, tcp).kind).toBe('direct');
});

it('of hosts with one address the oldest receives TCP, of one ServiceEntry the first by name', () => {
  const second = (host: string): Manifest[] =>
    patched(MANIFESTS, 'ServiceEntry broker', JsonPatch.add('/spec/hosts/-', host));
  expect(way(second('other.example'), MESH, tcp)).toMatchObject({ kind: 'gateway', assumptions: [] });
  expect(way(second('0.example'), MESH, tcp)).toMatchObject({ kind: 'direct', assumptions: [] });
});

it('a host without an address receives every connection to its port', () => {
  const manifests = patched(MANIFESTS, 'ServiceEntry broker', JsonPatch.remove('/spec/addresses'));
  for (const host of [tcp.host, '198.51.100.1', 'any.example.com']) {
    expect(way(manifests, MESH, { ...tcp, host }).kind).toBe('gateway');
  }
});

it('an address in a range of a host is of the host, and the longest range counts', () => {
  const range = (address: string): JsonPatch => JsonPatch.replace('/spec/addresses', [address]);
  const wide = patched(MANIFESTS, 'ServiceEntry broker', range('203.0.113.0/24'));
  expect(way(wide, MESH, tcp).kind).toBe('gateway');
  expect(way(wide, MESH, { ...tcp, host: '203.0.114.1' }).kind).toBe('unknown');
  const other =
    yaml(`{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: other}, spec: {hosts: [other.example],
    addresses: ['203.0.113.0/25'], resolution: NONE, ports: [{number: 9093, name: tcp, protocol: TCP}]}}`);
  expect(way([...wide, ...other], MESH, tcp).kind).toBe('direct');
  expect(way([...wide, ...other], MESH, { ...tcp, host: '203.0.113.200' }).kind).toBe('gateway');
});

it('a client that resolves the name of a host dials the address of the host', () => {
  const [name = ''] = MANIFESTS.flatMap((each) =>
    each.metadata.name === 'broker' && each.kind === 'ServiceEntry' ? (each.spec as { hosts: string[] }).hosts : [],
  );
  expect(way(MANIFESTS, MESH, { ...tcp, host: name }).kind).toBe('gateway');
});

it.each([
  ['HTTPS server', JsonPatch.replace('/spec/servers/1/port/protocol', 'HTTPS'), /TCP of the application meets HTTP/],
  [
    'server with another SNI',
    JsonPatch.replace('/spec/servers/1/hosts/0', 'default/x.kafka.invalid'),
    /filter_chain_not_found|no listener/,
  ],
])('TCP is broken at a %s', (_, patch, reason) => {
  const found = way(patched(MANIFESTS, 'Gateway', patch), MESH, tcp);
  expect(found).toMatchObject({ kind: 'broken', reason: expect.stringMatching(reason) as unknown });
});
