/**
 * Servers of a gateway that take what arrives: by host, by namespace, by wildcard, and what they start themselves.
 */
import { JsonPatch } from 'cdk8s';
import { describeWay } from '../../lib/audit/way/describe';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { MUTUAL, TASK_HTTP, TASK_HTTPS, WILDCARD } from './manifests';
import { HTTP, into, MESH, patched, TLS, withKind, withSpec, yaml } from './support';

const [SERVICE] = MESH.gatewayServices ?? [];
const line = (manifests: readonly Manifest[], request: Request): string =>
  describeWay(request, way(manifests, MESH, request));

/** The route of the task's VirtualService at the gateway. */
const AT_GATEWAY = '/spec/http/1/route/0';

/** Returns patches that give both servers of a Gateway one host. */
const serving = (host: string): JsonPatch[] =>
  [0, 1].map((index) => JsonPatch.replace(`/spec/servers/${index}/hosts`, [host]));

describe('the namespace part of server hosts', () => {
  test.each([
    ['a namespace', 'default/edition.cnn.com', 'gateway'],
    ['any namespace', '*/edition.cnn.com', 'gateway'],
    ['all hosts of a namespace', 'default/*', 'gateway'],
    ['all hosts', '*', 'gateway'],
    ['the own namespace of the Gateway', './edition.cnn.com', 'broken'],
  ])('%s: %s', (_sentence, host, kind) => {
    expect(way(patched(MUTUAL, 'Gateway', ...serving(host)), MESH, HTTP).kind).toBe(kind);
  });
  test('the own namespace is enough where the VirtualService is', () => {
    const moved = withKind(MUTUAL, 'VirtualService', into('istio-system'));
    const manifests = patched(moved, 'Gateway', ...serving('./edition.cnn.com'));
    expect(way(manifests, MESH, TLS).kind).toBe('gateway');
  });
});

describe('a server for all hosts does not look at the outer SNI', () => {
  const withoutSni = [0, 1].map((index) =>
    JsonPatch.remove(`/spec/subsets/0/trafficPolicy/portLevelSettings/${index}/tls/sni`),
  );
  const open = patched(patched(MUTUAL, 'Gateway', ...serving('default/*')), 'DestinationRule', ...withoutSni);
  test.each([HTTP, TLS])('$protocol', (request) => expect(way(open, MESH, request).kind).toBe('gateway'));
});

describe('TLS that the gateway starts', () => {
  const rule = (tls: string, name = 'originate'): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: ${name}, namespace: istio-system},
      spec: {host: edition.cnn.com, trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: ${tls}}}]}}}`);
  const manifests = patched(
    TASK_HTTP,
    'VirtualService',
    JsonPatch.replace(`${AT_GATEWAY}/destination/port/number`, 443),
  );
  test.each(['SIMPLE', 'MUTUAL'])('%s is part of the way', (origination) => {
    const found = way([...manifests, ...rule(origination)], MESH, HTTP);
    expect(found).toMatchObject({ kind: 'gateway', origination, destination: { host: 'edition.cnn.com', port: 443 } });
    expect(describeWay(HTTP, found)).toContain(origination === 'SIMPLE' ? ' -> TLS -> ' : ' -> mutual TLS -> ');
  });
  describe('of a rule that selects pods', () => {
    const selecting = (labels: string, name = 'selecting'): Manifest[] =>
      rule('SIMPLE', name).map(withSpec({ workloadSelector: { matchLabels: { istio: labels } } }));
    const later = rule('MUTUAL').map(withSpec({ exportTo: ['.'] }));
    test.each([
      ['those of the gateway, hides a rule for all pods', 'egressgateway', later, 'SIMPLE'],
      ['others, leaves a rule for all pods', 'other', later, 'MUTUAL'],
    ])('%s', (_, labels, others, origination) => {
      for (const rules of [
        [...selecting(labels), ...others],
        [...others, ...selecting(labels)],
      ]) {
        expect(way([...manifests, ...rules], MESH, HTTP)).toMatchObject({ kind: 'gateway', origination });
      }
    });
    test('of others, still hides the rules of other namespaces', () => {
      const exported = rule('MUTUAL').map((each) => ({
        ...each,
        metadata: { ...each.metadata, namespace: 'default' },
      }));
      expect(way([...manifests, ...exported], MESH, HTTP)).toMatchObject({ origination: 'MUTUAL' });
      expect(line([...manifests, ...exported, ...selecting('other')], HTTP)).toContain('plain HTTP reaches');
    });
    test('twice is not evaluated', () => {
      expect(
        line([...manifests, ...selecting('egressgateway'), ...selecting('egressgateway', 'again')], HTTP),
      ).toContain('several DestinationRules that select a pod');
    });
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
    const manifests = patched(
      patched(WILDCARD, 'ServiceEntry any-wikipedia', JsonPatch.add('/spec/resolution', 'DNS')),
      'VirtualService',
      JsonPatch.replace('/spec/tls/1/route/0/destination/host', '*.wikipedia.org'),
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
  const internal = 'egress-internal.istio-system.svc.cluster.local';
  const mesh = { ...MESH, gatewayServices: [...(MESH.gatewayServices ?? []), extra] };
  const manifests = withKind(
    patched(
      patched(TASK_HTTP, 'DestinationRule', JsonPatch.replace('/spec/host', internal)),
      'VirtualService',
      JsonPatch.replace('/spec/http/0/route/0/destination', { host: internal, subset: 'cnn', port: { number: 9080 } }),
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
    expect(line(manifests, { ...TLS, host })).toContain('no Service or ServiceEntry for nowhere.example.com');
    expect(way(manifests, MESH, { ...TLS, host: 'de.wikipedia.org' }).kind).toBe('gateway');
  });
  test('the one that fits the ServiceEntry decides about a Host', () => {
    expect(way(manifests, MESH, { ...HTTP, host }).kind).toBe('gateway');
    const declared = patched(
      manifests,
      'ServiceEntry any-wikipedia',
      JsonPatch.add('/spec/hosts/-', '*.de.wikipedia.org'),
    );
    expect(line(declared, { ...HTTP, host })).toContain('no Service or ServiceEntry for nowhere.example.com');
  });
});

test('an HTTP server that sends its clients to HTTPS answers with a redirect', () => {
  const manifests = patched(TASK_HTTP, 'Gateway', JsonPatch.add('/spec/servers/0/tls', { httpsRedirect: true }));
  expect(line(manifests, HTTP)).toContain('the gateway answers with 301: httpsRedirect');
});

test('a rule without route is no rule', () => {
  const rule = { match: [{ gateways: ['istio-egressgateway'], sniHosts: ['edition.cnn.com'] }] };
  const manifests = patched(TASK_HTTPS, 'VirtualService', JsonPatch.add('/spec/tls/1', rule));
  expect(way(manifests, MESH, TLS).kind).toBe('gateway');
});

describe('the names of a Gateway in a VirtualService', () => {
  test.each(['./istio-egressgateway', 'default/istio-egressgateway', 'istio-egressgateway.default.svc.cluster.local'])(
    '%s',
    (name) => {
      const manifests = patched(
        TASK_HTTP,
        'VirtualService',
        JsonPatch.replace('/spec/gateways/0', name),
        JsonPatch.replace('/spec/http/1/match/0/gateways/0', name),
      );
      expect(way(manifests, MESH, HTTP).kind).toBe('gateway');
    },
  );
});

test('a destination without port is the only port of a service', () => {
  const other = patched(
    patched(TASK_HTTPS, 'ServiceEntry', JsonPatch.replace('/spec/ports/0/number', 8443)),
    'VirtualService',
    JsonPatch.remove('/spec/tls/1/route/0/destination/port'),
    JsonPatch.replace('/spec/tls/0/match/0/port', 8443),
  );
  expect(way(other, MESH, { ...TLS, port: 8443 })).toMatchObject({
    kind: 'gateway',
    serverPort: 443,
    destination: { port: 8443 },
  });
});
