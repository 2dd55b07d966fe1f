/**
 * The parts of Istio's egress gateway task go the way that they were seen to go on a running mesh.
 */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request, Way } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { MUTUAL, TASK_HTTP, TASK_HTTPS, WILDCARD } from './manifests';
import { from, HTTP, into, MESH, patched, textOf, TLS, withKind, yaml } from './support';

type Row = readonly [
  sentence: string,
  manifests: readonly Manifest[],
  request: Request,
  kind: Way['kind'],
  text?: string,
];

const ruleAtTheService = (manifests: readonly Manifest[]): Manifest[] =>
  withKind(manifests, 'DestinationRule', into('istio-system'));
const ruleHereToo = (manifests: readonly Manifest[]): Manifest[] => [
  ...manifests,
  ...manifests.filter(({ kind }) => kind === 'DestinationRule').map(into('test-egress')),
];

const rows: readonly Row[] = [
  ['HTTP of the task goes through the gateway from its own namespace', TASK_HTTP, HTTP, 'gateway'],
  ['the HTTPS port that the HTTP part declares stays direct', TASK_HTTP, TLS, 'direct'],
  [
    'the HTTPS port that the HTTP part declares stays direct for other namespaces too',
    TASK_HTTP,
    from('test-egress', TLS),
    'direct',
  ],
  [
    'HTTP of the task breaks for another namespace, which sees the VirtualService and not the DestinationRule',
    TASK_HTTP,
    from('test-egress', HTTP),
    'broken',
    'subset cnn of service istio-egressgateway.istio-system.svc.cluster.local not found: no DestinationRule',
  ],
  ['HTTPS of the task goes through the gateway from its own namespace', TASK_HTTPS, TLS, 'gateway'],
  ['HTTPS of the task breaks for another namespace', TASK_HTTPS, from('test-egress', TLS), 'broken', 'subset cnn'],
  ['HTTP that the HTTPS part does not declare is unknown', TASK_HTTPS, { ...HTTP, port: 8080 }, 'unknown'],
  [
    'a DestinationRule in the namespace of the Service serves the first namespace',
    ruleAtTheService(TASK_HTTP),
    HTTP,
    'gateway',
  ],
  [
    'a DestinationRule in the namespace of the Service serves all others',
    ruleAtTheService(TASK_HTTP),
    from('test-egress', HTTP),
    'gateway',
  ],
  [
    'a DestinationRule in the namespace of the Service serves HTTPS of all others',
    ruleAtTheService(TASK_HTTPS),
    from('test-egress', TLS),
    'gateway',
  ],
  [
    'a copy of the DestinationRule serves the namespace it is in',
    ruleHereToo(TASK_HTTPS),
    from('test-egress', TLS),
    'gateway',
  ],
  ['a host that nobody declares is unknown', TASK_HTTP, { ...HTTP, host: 'www.example.com' }, 'unknown'],
  ['the letter case of a host does not matter', TASK_HTTP, { ...HTTP, host: 'Edition.CNN.com' }, 'gateway'],
  ['HTTP inside mTLS goes through the gateway', MUTUAL, HTTP, 'gateway'],
  ['HTTP inside mTLS does so from every namespace', MUTUAL, from('test-egress', HTTP), 'gateway'],
  ['TLS inside mTLS goes through the gateway', MUTUAL, TLS, 'gateway'],
  ['TLS inside mTLS does so from every namespace', MUTUAL, from('test-egress', TLS), 'gateway'],
];

for (const [sentence, manifests, request, kind, text = ''] of rows) {
  test(sentence, () => {
    const found = way(manifests, MESH, request);
    expect(found.kind).toBe(kind);
    expect(found.hops[0]?.text).toBe(request.clientNamespace);
    expect(found.kind === 'broken' ? found.reason : '').toContain(text);
  });
}

test('a way through the gateway has its objects and its destination', () => {
  const found = way(MUTUAL, MESH, TLS);
  expect({ ...found, hops: textOf(found) }).toMatchObject({
    kind: 'gateway',
    gateway: 'istio-system/egress-gw',
    serverPort: 443,
    service: 'istio-system/istio-egressgateway',
    clientTls: 'ISTIO_MUTUAL',
    origination: 'NONE',
    destination: { host: 'edition.cnn.com', port: 443 },
    assumptions: [],
    hops: 'default -> mTLS -> istio-system/istio-egressgateway:443 -> edition.cnn.com:443',
  });
});

test('the hop of the task is plain', () => {
  expect(way(TASK_HTTP, MESH, HTTP)).toMatchObject({ clientTls: 'NONE', gateway: 'default/istio-egressgateway' });
});

test.each([
  ['under ALLOW_ANY it passes', 'ALLOW_ANY', 'PassthroughCluster'],
  ['under REGISTRY_ONLY it is stopped', 'REGISTRY_ONLY', 'BlackHoleCluster'],
] as const)('what is unknown is left to the mesh: %s', (_sentence, outboundTrafficPolicy, cluster) => {
  const request = { ...TLS, host: 'www.example.com' };
  expect(way(TASK_HTTPS, { ...MESH, outboundTrafficPolicy }, request)).toMatchObject({ kind: 'unknown', cluster });
});

test('REGISTRY_ONLY does not stop what is declared and direct', () => {
  expect(way(TASK_HTTP, { ...MESH, outboundTrafficPolicy: 'REGISTRY_ONLY' }, TLS).kind).toBe('direct');
});

test('the outbound policy of a Sidecar holds for its namespace', () => {
  const sidecar = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'default', namespace: 'test-egress' },
    spec: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
  };
  const request = { ...TLS, host: 'www.example.com' };
  const manifests = [...TASK_HTTPS, sidecar];
  expect(way(manifests, MESH, from('test-egress', request))).toMatchObject({ cluster: 'BlackHoleCluster' });
  expect(way(manifests, MESH, request)).toMatchObject({ cluster: 'PassthroughCluster' });
});

const complete = [
  ['HTTP of the task', TASK_HTTP, HTTP],
  ['HTTPS of the task', TASK_HTTPS, TLS],
  ['HTTP inside mTLS', MUTUAL, HTTP],
  ['TLS inside mTLS', MUTUAL, TLS],
  ['a wildcard, HTTP', WILDCARD, { ...HTTP, host: 'de.wikipedia.org' }],
  // TLS of any name finds its chain already at www.wikipedia.org; without that entry for the wildcard nothing is lost.
  [
    'a wildcard, TLS',
    WILDCARD.filter(({ metadata }) => metadata.name !== 'any-wikipedia'),
    { ...TLS, host: 'de.wikipedia.org' },
  ],
] as const;

describe.each(complete)(
  'without any one of its objects nothing of %s goes through the gateway',
  (_name, all, request) => {
    const objects = all.filter(({ apiVersion }) => apiVersion.startsWith('networking.istio.io/'));
    test('while with all of them it does', () => {
      expect(way(all, MESH, request).kind).toBe('gateway');
    });
    test.each(objects.map(({ kind, metadata }) => [kind, metadata.name]))('%s %s', (kind, name) => {
      const rest = all.filter((manifest) => manifest.kind !== kind || manifest.metadata.name !== name);
      expect(way(rest, MESH, request).kind).not.toBe('gateway');
    });
  },
);

describe('a direct way', () => {
  const rule = (mode: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: own}, spec: {
      host: edition.cnn.com, trafficPolicy: {tls: {mode: ${mode}}}}}`);
  const alone = TASK_HTTP.filter(({ kind }) => kind === 'ServiceEntry');
  test('has the TLS that the sidecar starts', () => {
    expect(way([...alone, ...rule('SIMPLE')], MESH, HTTP)).toMatchObject({ kind: 'direct', origination: 'SIMPLE' });
    expect(way(alone, MESH, HTTP)).toMatchObject({ kind: 'direct', origination: 'NONE' });
  });
  test('fails with TLS in TLS, and with mesh mTLS', () => {
    expect(way([...alone, ...rule('SIMPLE')], MESH, TLS).kind).toBe('broken');
    expect(way([...alone, ...rule('ISTIO_MUTUAL')], MESH, HTTP).kind).toBe('broken');
  });
  test('ends where the application connects to if the sidecar does not resolve the host', () => {
    const wide = patched(alone, 'ServiceEntry', JsonPatch.replace('/spec/hosts', ['*.cnn.com']));
    expect(way(wide, MESH, HTTP)).toMatchObject({ destination: { host: 'edition.cnn.com', port: 80 } });
  });
});
