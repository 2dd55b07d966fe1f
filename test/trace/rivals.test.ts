/**
 * Objects that claim the same: where Istio merges them, and where it drops one or lets age decide.
 */
import { JsonPatch } from 'cdk8s';
import { readMesh } from '../../lib/audit/model/mesh';
import { describeWay, Manifest, Request, way } from '../support/trace';
import { MUTUAL, TASK_HTTP, TASK_HTTPS } from './manifests';
import { from, HTTP, into, MESH, patched, TLS, withKind, withSpec, yaml } from './support';

const line = (manifests: readonly Manifest[], request: Request): string =>
  describeWay(request, way(manifests, MESH, request));
const renamed =
  (name: string) =>
  (manifest: Manifest): Manifest => ({ ...manifest, metadata: { ...manifest.metadata, name } });
const only = (kind: string, manifests: readonly Manifest[]): Manifest[] => manifests.filter((m) => m.kind === kind);

describe('VirtualServices for mesh', () => {
  const second = only('VirtualService', TASK_HTTP).map(renamed('second'));
  test('two for one host are an error', () => {
    expect(line([...TASK_HTTP, ...second], HTTP)).toContain('IST0109');
  });
  test('also when one is for HTTP and the other for TLS', () => {
    const tls = only('VirtualService', TASK_HTTPS).map(renamed('second'));
    expect(line([...TASK_HTTP, ...tls], HTTP)).toContain('IST0109');
  });
  test('the second does not count where it is not seen', () => {
    const elsewhere = second.map(into('team')).map(withSpec({ exportTo: ['.'] }));
    expect(way([...TASK_HTTP, ...elsewhere], MESH, HTTP).kind).toBe('gateway');
    expect(line([...TASK_HTTP, ...elsewhere], from('team', HTTP))).toContain('IST0109');
  });
  test('an exact host wins over a wildcard', () => {
    const wide = yaml(`{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a-wide}, spec: {
      hosts: ['*.cnn.com'], http: [{route: [{destination: {host: nowhere.example.com}}]}]}}`);
    expect(way([...TASK_HTTP, ...wide], MESH, HTTP).kind).toBe('gateway');
  });
  test('of one object twice the later one stays', () => {
    const elsewhere = only('VirtualService', TASK_HTTP).map(withSpec({ hosts: ['other.example.com'] }));
    expect(way([...elsewhere, ...TASK_HTTP], MESH, HTTP).kind).toBe('gateway');
    expect(way([...TASK_HTTP, ...elsewhere], MESH, HTTP).kind).toBe('direct');
    expect(readMesh([...TASK_HTTP, ...elsewhere], MESH).twins).toEqual([
      { replaced: only('VirtualService', TASK_HTTP)[0], by: elsewhere[0] },
    ]);
  });
});

describe('servers', () => {
  const gateway = (name: string, servers: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: ${name}}, spec: {
      selector: {istio: egressgateway}, servers: [${servers}]}}`);
  test('plaintext and TLS on one port are an error', () => {
    const tls = gateway(
      'a',
      '{port: {number: 80, name: tls, protocol: TLS}, hosts: [a.com], tls: {mode: PASSTHROUGH}}',
    );
    expect(line([...TASK_HTTP, ...tls], HTTP)).toContain('plaintext and TLS on one port');
  });
  test('HTTP servers of several Gateways share a port', () => {
    const more = gateway('a', '{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.com]}');
    expect(way([...TASK_HTTP, ...more], MESH, HTTP).kind).toBe('gateway');
  });
  test('a TCP server on the port of an HTTP server is dropped', () => {
    const tcp = gateway('z', "{port: {number: 80, name: tcp, protocol: TCP}, hosts: ['*']}");
    expect(way([...TASK_HTTP, ...tcp], MESH, HTTP).kind).toBe('gateway');
  });
  test('a TLS server with a host that an earlier one has is dropped as a whole', () => {
    const earlier = gateway(
      'a',
      '{port: {number: 443, name: tls, protocol: TLS}, hosts: [edition.cnn.com, a.com], tls: {mode: PASSTHROUGH}}',
    );
    expect(line([...TASK_HTTPS, ...earlier], TLS)).toContain('edition.cnn.com is on an earlier server');
  });
  test('TLS servers with hosts of their own share a port', () => {
    const more = gateway(
      'a',
      '{port: {number: 443, name: tls, protocol: TLS}, hosts: [a.com], tls: {mode: PASSTHROUGH}}',
    );
    expect(way([...TASK_HTTPS, ...more], MESH, TLS).kind).toBe('gateway');
  });
  test('the same host for two namespaces gets past istiod and is rejected by Envoy', () => {
    const manifests = patched(
      MUTUAL,
      'Gateway',
      JsonPatch.replace('/spec/servers/0/port', { number: 443, name: 'more', protocol: 'HTTPS' }),
      JsonPatch.replace('/spec/servers/0/hosts', ['team/edition.cnn.com']),
    );
    expect(line(manifests, TLS)).toContain('rejected by Envoy: edition.cnn.com leads into two filter chains');
  });
  test('of two HTTPS servers with one port name the second is dropped', () => {
    const port = { number: 80, name: 'http-edition-cnn-com', protocol: 'HTTPS' };
    const second = { port, hosts: ['*'], tls: { mode: 'ISTIO_MUTUAL' } };
    const sni = JsonPatch.replace('/spec/subsets/0/trafficPolicy/portLevelSettings/0/tls/sni', 'other.cnn.com');
    const manifests = patched(MUTUAL, 'Gateway', JsonPatch.add('/spec/servers/-', second));
    expect(line(patched(manifests, 'DestinationRule', sni), HTTP)).toContain(
      'dropped: port name http-edition-cnn-com is taken',
    );
  });
  test('two VirtualServices with `tls` for one SNI are an error', () => {
    const second = only('VirtualService', TASK_HTTPS)
      .map(renamed('z'))
      .map(withSpec({ gateways: ['istio-egressgateway'] }));
    expect(line([...TASK_HTTPS, ...second], TLS)).toContain('both route SNI edition.cnn.com');
  });
  test('two VirtualServices with `tcp` for one server are an error', () => {
    const second = only('VirtualService', MUTUAL)
      .map(renamed('z'))
      .map(withSpec({ gateways: ['istio-system/egress-gw'] }));
    expect(line([...MUTUAL, ...second], TLS)).toContain('both route SNI edition.cnn.com');
  });
  test('two VirtualServices with `http` for one host are an error', () => {
    const second = only('VirtualService', MUTUAL)
      .map(renamed('z'))
      .map(withSpec({ gateways: ['istio-system/egress-gw'] }));
    expect(line([...MUTUAL, ...second], HTTP)).toContain('both route edition.cnn.com');
  });
});

describe('ServiceEntries', () => {
  const entry = (namespace: string, spec: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: other, namespace: ${namespace}},
      spec: {hosts: [edition.cnn.com], ${spec}}}`);
  test('of one namespace are put together', () => {
    const manifests = [
      ...TASK_HTTPS,
      ...entry('default', 'resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]'),
    ];
    expect(way(manifests, MESH, TLS).kind).toBe('gateway');
    expect(way(manifests, MESH, HTTP).kind).toBe('direct');
  });
  test.each([
    [
      'of one namespace must agree on a port',
      'default',
      'resolution: DNS, ports: [{number: 443, name: tcp, protocol: TCP}]',
    ],
    [
      'of one namespace must agree on resolution',
      'default',
      'resolution: STATIC, ports: [{number: 80, name: http, protocol: HTTP}]',
    ],
    ['of other namespaces must agree', 'team', 'resolution: DNS, ports: [{number: 443, name: https, protocol: HTTP}]'],
  ])('%s', (_sentence, namespace, spec) => {
    expect(line([...TASK_HTTPS, ...entry(namespace, spec)], from('third', TLS))).toContain(
      'not modelled: edition.cnn.com',
    );
  });
  test('the own one of a namespace wins', () => {
    const own = entry('istio-system', 'resolution: NONE, ports: [{number: 443, name: tls, protocol: TLS}]');
    expect(line([...TASK_HTTPS, ...own], TLS)).toContain('resolution NONE at the gateway');
  });
});

test('an order of the manifests is no order of age', () => {
  const manifests = withKind(MUTUAL, 'DestinationRule', into('istio-system'));
  expect(way([...manifests].reverse(), MESH, TLS)).toEqual(way(manifests, MESH, TLS));
});
