/** TLS that proxies start and that is not mesh mTLS: a sidecar towards a gateway, a gateway towards its own listener. */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { way } from '../support/way';
import { TASK_HTTP, TASK_HTTPS } from './manifests';
import { HTTP, MESH, patched, TLS, yaml } from './support';

const GATEWAY = 'istio-egressgateway.istio-system.svc.cluster.local';

/** The manifests with TLS of sidecars towards the gateway. */
const sending = (manifests: readonly Manifest[], tls: object): Manifest[] =>
  patched(manifests, 'DestinationRule', JsonPatch.add('/spec/trafficPolicy', { tls }));

/** Istio's task with the Gateway that passes TLS on, and HTTP that sidecars send there. */
const PASSED = patched(
  TASK_HTTPS,
  'VirtualService',
  JsonPatch.add('/spec/http', [
    { match: [{ gateways: ['mesh'], port: 80 }], route: [{ destination: { host: GATEWAY, port: { number: 443 } } }] },
  ]),
);

describe('TLS of a sidecar towards a gateway', () => {
  test('goes through a server that passes TLS on, by the SNI of the DestinationRule', () => {
    const manifests = sending(PASSED, { mode: 'SIMPLE', sni: 'edition.cnn.com' });
    expect(way(manifests, MESH, HTTP)).toMatchObject({ kind: 'gateway', clientTls: 'NONE', origination: 'SIMPLE' });
    expect(way(sending(PASSED, { mode: 'SIMPLE', sni: 'other.example' }), MESH, HTTP)).toMatchObject({
      kind: 'broken',
      cause: { kind: 'missing-route', sni: 'other.example' },
    });
  });
  test('has the Host header as SNI without a setting', () => {
    expect(way(sending(PASSED, { mode: 'SIMPLE' }), MESH, HTTP)).toMatchObject({
      kind: 'gateway',
      origination: 'SIMPLE',
    });
  });
  test('fails around TLS of the application, and at a server without TLS', () => {
    expect(way(sending(PASSED, { mode: 'SIMPLE' }), MESH, TLS)).toMatchObject({
      cause: { kind: 'tls-in-tls' },
    });
    expect(way(sending(TASK_HTTP, { mode: 'SIMPLE' }), MESH, HTTP)).toMatchObject({
      cause: { kind: 'protocol-mismatch' },
    });
  });
});

const ORIGINATION = yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule,
  metadata: {name: tls, namespace: istio-system},
  spec: {host: edition.cnn.com, trafficPolicy: {tls: {mode: SIMPLE, sni: inner.example}}}}`);

describe('TLS of a gateway towards a listener of its own', () => {
  const loopback = (address: string): JsonPatch => JsonPatch.add('/spec/endpoints', [{ address }]);
  const manifests = patched(
    [...TASK_HTTP, ...ORIGINATION],
    'ServiceEntry',
    loopback('127.0.0.9'),
    JsonPatch.replace('/spec/resolution', 'STATIC'),
    JsonPatch.add('/spec/ports/0/targetPort', 9000),
  );
  const inner = (bind: string): Manifest[] =>
    yaml(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: inner}
spec: {selector: {istio: egressgateway}, servers: [{${bind} port: {number: 9000, name: tls, protocol: TLS}, hosts: [inner.example], tls: {}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: inner}
spec:
  hosts: [inner.example]
  gateways: [inner]
  tls: [{match: [{sniHosts: [inner.example]}], route: [{destination: {host: inner.example, port: {number: 443}}}]}]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: inner}
spec: {hosts: [inner.example], resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}
`);
  test('arrives with its SNI', () => {
    expect(way([...manifests, ...inner('bind: 127.0.0.9,')], MESH, HTTP)).toMatchObject({
      kind: 'gateway',
      origination: 'SIMPLE',
      destination: { host: 'inner.example', port: 443 },
    });
  });
  test('a listener for every address accepts connections to an address for which there is none', () => {
    const plain = patched(manifests, 'DestinationRule tls', JsonPatch.remove('/spec/trafficPolicy'));
    const ports = JsonPatch.add('/spec/ports/0/targetPort', 8080);
    expect(way(patched(plain, 'ServiceEntry', ports), MESH, HTTP)).toMatchObject({
      kind: 'broken',
      cause: { kind: 'loop' },
    });
    expect(way(plain, MESH, HTTP)).toMatchObject({ kind: 'broken', cause: { kind: 'missing-server' } });
  });
});
