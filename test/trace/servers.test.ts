/**
 * Servers of a gateway that take what arrives: by host, by namespace, by wildcard, and what they start themselves.
 */
import { describeWay, Manifest, Request, way } from '../support/trace';
import { MUTUAL, TASK_HTTP, TASK_HTTPS, WILDCARD } from './manifests';
import { changed, HTTP, into, MESH, TLS, withKind, yaml } from './support';

const [SERVICE] = MESH.gatewayServices;
const MTLS = '"tls":{"mode":"ISTIO_MUTUAL","sni":"edition.cnn.com"}';
const line = (manifests: readonly Manifest[], request: Request): string =>
  describeWay(request, way(manifests, MESH, request));

describe('the namespace part of server hosts', () => {
  test.each([
    ['a namespace', 'default/edition.cnn.com', 'gateway'],
    ['any namespace', '*/edition.cnn.com', 'gateway'],
    ['all hosts of a namespace', 'default/*', 'gateway'],
    ['all hosts', '*', 'gateway'],
    ['the own namespace of the Gateway', './edition.cnn.com', 'broken'],
  ])('%s: %s', (_sentence, host, kind) => {
    expect(way(changed(MUTUAL, 'default/edition.cnn.com', host), MESH, HTTP).kind).toBe(kind);
  });
  test('the own namespace is enough where the VirtualService is', () => {
    const manifests = changed(withKind(MUTUAL, 'VirtualService', into('istio-system')), 'default/edition', './edition');
    expect(way(manifests, MESH, TLS).kind).toBe('gateway');
  });
});

describe('a server for all hosts does not look at the outer SNI', () => {
  const open = changed(changed(MUTUAL, 'default/edition.cnn.com', 'default/*'), MTLS, '"tls":{"mode":"ISTIO_MUTUAL"}');
  test.each([HTTP, TLS])('$protocol', (request) => expect(way(open, MESH, request).kind).toBe('gateway'));
});

describe('TLS that the gateway starts', () => {
  const rule = (tls: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: originate, namespace: istio-system},
      spec: {host: edition.cnn.com, trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: ${tls}}}]}}}`);
  const manifests = changed(
    TASK_HTTP,
    '{"host":"edition.cnn.com","port":{"number":80}}',
    '{"host":"edition.cnn.com","port":{"number":443}}',
  );
  test.each(['SIMPLE', 'MUTUAL'])('%s is part of the way', (origination) => {
    const found = way([...manifests, ...rule(origination)], MESH, HTTP);
    expect(found).toMatchObject({ kind: 'gateway', origination, destination: { host: 'edition.cnn.com', port: 443 } });
    expect(describeWay(HTTP, found)).toContain(origination === 'SIMPLE' ? ' -> TLS -> ' : ' -> mutual TLS -> ');
  });
  test('the certificates of the mesh are for the mesh', () => {
    expect(line([...manifests, ...rule('ISTIO_MUTUAL')], HTTP)).toContain('mesh mTLS would leave the mesh');
  });
  test("around the application's TLS it is an error", () => {
    expect(line([...TASK_HTTPS, ...rule('SIMPLE')], TLS)).toContain('TLS in TLS');
  });
});

describe('wildcards', () => {
  const names = ['de.wikipedia.org', 'a.b.wikipedia.org', '*.wikipedia.org', 'www.wikipedia.org'];
  test.each(names)('%s goes through the gateway to the fixed server', (host) => {
    for (const request of [HTTP, TLS]) {
      expect(way(WILDCARD, MESH, { ...request, host })).toMatchObject({
        kind: 'gateway',
        destination: { host: 'www.wikipedia.org', port: request.port },
      });
    }
  });
  test.each(['wikipedia.org', 'de.wikipedia.org.evil.com', 'notwikipedia.org'])('%s is not covered', (host) => {
    for (const request of [HTTP, TLS]) expect(way(WILDCARD, MESH, { ...request, host }).kind).toBe('unknown');
  });
  test('a wildcard as the destination has no address', () => {
    const manifests = changed(
      changed(WILDCARD, '"www.wikipedia.org","port"', '"*.wikipedia.org","port"'),
      '"spec":{"hosts":["*.wikipedia.org"],"ports"',
      '"spec":{"resolution":"DNS","hosts":["*.wikipedia.org"],"ports"',
    );
    expect(line(manifests, { ...TLS, host: 'de.wikipedia.org' })).toContain('a wildcard has no address');
  });
});

test('several Services over the same pods share their servers', () => {
  const extra = {
    namespace: 'istio-system',
    name: 'egress-internal',
    podLabels: SERVICE?.podLabels ?? {},
    ports: [{ port: 9080, targetPort: 8080 }],
  };
  const mesh = { ...MESH, gatewayServices: [...MESH.gatewayServices, extra] };
  const manifests = withKind(
    changed(
      changed(
        TASK_HTTP,
        '"istio-egressgateway.istio-system.svc.cluster.local"',
        '"egress-internal.istio-system.svc.cluster.local"',
      ),
      '"subset":"cnn","port":{"number":80}',
      '"subset":"cnn","port":{"number":9080}',
    ),
    'DestinationRule',
    into('istio-system'),
  );
  expect(way(manifests, mesh, HTTP)).toMatchObject({
    kind: 'gateway',
    serverPort: 80,
    service: 'istio-system/egress-internal',
  });
});

describe('of two wildcards', () => {
  const longer =
    yaml(`{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: istio-system}, spec: {
    hosts: ['*.de.wikipedia.org'], gateways: [mesh], http: [{route: [{destination: {host: nowhere.example.com}}]}],
    tls: [{match: [{sniHosts: ['*.de.wikipedia.org']}], route: [{destination: {host: nowhere.example.com}}]}]}}`);
  const manifests = [...WILDCARD, ...longer];
  const host = 'a.de.wikipedia.org';
  test('the longer one decides about an SNI', () => {
    expect(line(manifests, { ...TLS, host })).toContain('no ServiceEntry for nowhere.example.com');
    expect(way(manifests, MESH, { ...TLS, host: 'de.wikipedia.org' }).kind).toBe('gateway');
  });
  test('the one that fits the ServiceEntry decides about a Host', () => {
    expect(way(manifests, MESH, { ...HTTP, host }).kind).toBe('gateway');
    const declared = changed(
      manifests,
      '"hosts":["*.wikipedia.org"],"ports"',
      '"hosts":["*.wikipedia.org","*.de.wikipedia.org"],"ports"',
    );
    expect(line(declared, { ...HTTP, host })).toContain('no ServiceEntry for nowhere.example.com');
  });
});

test('an HTTP server that sends its clients to HTTPS is not modelled', () => {
  const manifests = changed(
    TASK_HTTP,
    '"protocol":"HTTP"},"hosts"',
    '"protocol":"HTTP"},"tls":{"httpsRedirect":true},"hosts"',
  );
  expect(line(manifests, HTTP)).toContain('not modelled: httpsRedirect');
});

test('a rule without route is no rule', () => {
  const manifests = changed(
    TASK_HTTPS,
    '{"match":[{"gateways":["istio-egressgateway"]',
    '{"match":[{"gateways":["istio-egressgateway"],"sniHosts":["edition.cnn.com"]}]},{"match":[{"gateways":["istio-egressgateway"]',
  );
  expect(way(manifests, MESH, TLS).kind).toBe('gateway');
});

describe('the names of a Gateway in a VirtualService', () => {
  test.each(['./istio-egressgateway', 'default/istio-egressgateway', 'istio-egressgateway.default.svc.cluster.local'])(
    '%s',
    (name) => {
      const manifests = changed(TASK_HTTP, '["istio-egressgateway"', `["${name}"`);
      expect(way(manifests, MESH, HTTP).kind).toBe('gateway');
    },
  );
});

test('a destination without port is the only port of a service', () => {
  const one = changed(TASK_HTTPS, '{"host":"edition.cnn.com","port":{"number":443}}', '{"host":"edition.cnn.com"}');
  const other = changed(
    changed(one, '"ports":[{"number":443', '"ports":[{"number":8443'),
    '["mesh"],"port":443',
    '["mesh"],"port":8443',
  );
  expect(way(other, MESH, { ...TLS, port: 8443 })).toMatchObject({
    kind: 'gateway',
    serverPort: 443,
    destination: { port: 8443 },
  });
});
