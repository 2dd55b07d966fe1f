/**
 * Objects that claim the same: where Istio merges them, and where it drops one or lets age decide.
 */
import { JsonPatch } from 'cdk8s';
import { describeWay } from '../../lib/audit/way/describe';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request } from '../../lib/audit/way/types';
import { way } from '../support/way';
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
  test('of two for one host the older one decides, and without times of creation the worst order counts, which is an assumption', () => {
    const direct = second.map(
      withSpec({ gateways: ['mesh'], http: [{ route: [{ destination: { host: 'edition.cnn.com' } }] }] }),
    );
    const found = way([...TASK_HTTP, ...direct], MESH, HTTP);
    expect(found).toMatchObject({
      kind: 'direct',
      assumptions: [
        'VirtualService default/second was created before VirtualService default/direct-cnn-through-egress-gateway: of two objects with edition.cnn.com, the older decides',
      ],
    });
    const aged = (manifests: readonly Manifest[], creationTimestamp: string): Manifest[] =>
      manifests.map((each) => ({ ...each, metadata: { ...each.metadata, creationTimestamp } }));
    expect(way([...TASK_HTTP, ...aged(direct, '2026-01-01T00:00:00Z')], MESH, HTTP).kind).toBe('direct');
    const older = [...aged(TASK_HTTP, '2026-01-02T00:00:00Z'), ...aged(direct, '2026-01-01T00:00:00Z')];
    expect(way(older, MESH, HTTP)).toMatchObject({ kind: 'direct', assumptions: [] });
  });
  test.each([
    ['HTTP', TASK_HTTP, HTTP, 'http: [{route: [{destination: {host: edition.cnn.com}}]}]'],
    [
      'TLS',
      TASK_HTTPS,
      TLS,
      'tls: [{match: [{sniHosts: [edition.cnn.com]}], route: [{destination: {host: edition.cnn.com}}]}]',
    ],
  ])('of three for %s each can be the first', (_protocol, task, request, block) => {
    const others = ['r', 's', 't'].flatMap((name) => {
      const rules = name === 's' ? block : block.replaceAll('{host: edition.cnn.com}', '{host: missing.example}');
      return yaml(
        `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: ${name}}, spec: {hosts: [edition.cnn.com], ${rules}}}`,
      );
    });
    const found = way([...task, ...others], MESH, request);
    expect(found).toMatchObject({ kind: 'direct', failing: [{ cause: { kind: 'missing-destination' } }] });
    expect(found.assumptions).toContainEqual(expect.stringMatching(/^VirtualService default\/s was created before /));
  });
  test('of one for HTTP and one for TLS each decides what it has, if the older one has nothing', () => {
    const tls = only('VirtualService', TASK_HTTPS).map(renamed('second'));
    const both = [...TASK_HTTP, ...tls];
    expect(way(both, MESH, HTTP).kind).toBe('gateway');
    expect(way(both, MESH, TLS).kind).not.toBe('direct');
  });
  test('the second does not count where it is not seen', () => {
    const elsewhere = second.map(into('team')).map(withSpec({ exportTo: ['.'] }));
    expect(way([...TASK_HTTP, ...elsewhere], MESH, HTTP).assumptions).toEqual([]);
  });
  test('one for the namespace of the client alone decides, whatever its age is, before one for every namespace', () => {
    const straight = { exportTo: ['.'], http: [{ route: [{ destination: { host: 'edition.cnn.com' } }] }] };
    const own = second.map(into('team')).map(withSpec({ ...straight, gateways: ['mesh'] }));
    expect(way([...TASK_HTTP, ...own], MESH, from('team', HTTP))).toMatchObject({ kind: 'direct', assumptions: [] });
    expect(way([...TASK_HTTP, ...own], MESH, HTTP)).toMatchObject({ kind: 'gateway', assumptions: [] });
  });
  test('one that names the namespace of the client decides before one for every namespace', () => {
    const straight = { exportTo: ['team'], http: [{ route: [{ destination: { host: 'edition.cnn.com' } }] }] };
    const named = second.map(into('platform')).map(withSpec({ ...straight, gateways: ['mesh'] }));
    expect(way([...TASK_HTTP, ...named], MESH, from('team', HTTP))).toMatchObject({ kind: 'direct', assumptions: [] });
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
  });
});

describe('servers', () => {
  const gateway = (name: string, servers: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: ${name}}, spec: {
      selector: {istio: egressgateway}, servers: [${servers}]}}`);
  test('a server without TLS shares its port with older servers of TLS', () => {
    const tls = '{port: {number: 80, name: tls, protocol: TLS}, hosts: [a.com], tls: {mode: PASSTHROUGH}}';
    expect(way([...TASK_HTTP, ...gateway('z', tls)], MESH, HTTP).kind).toBe('gateway');
    expect(way([...TASK_HTTP, ...gateway('a', tls)], MESH, HTTP).kind).toBe('gateway');
  });
  test('a server of TLS is dropped if an older server of its port has no TLS, also beside older servers of TLS', () => {
    const tls = '{port: {number: 443, name: tls, protocol: TLS}, hosts: [a.com], tls: {mode: PASSTHROUGH}}';
    const tcp = "{port: {number: 443, name: tcp, protocol: TCP}, hosts: ['*']}";
    const dropped = /^edition.cnn.com:443 .* no route at server 443\/TCP of Gateway default\/b$/;
    expect(line([...TASK_HTTPS, ...gateway('b', tcp)], TLS)).toMatch(dropped);
    expect(line([...TASK_HTTPS, ...gateway('a', tls), ...gateway('b', tcp)], TLS)).toMatch(dropped);
    expect(way([...TASK_HTTPS, ...gateway('z', tcp)], MESH, TLS).kind).toBe('gateway');
  });
  test('a server with a port that no Service has listens on that port of the pods', () => {
    const direct = patched(TASK_HTTP, 'Gateway', JsonPatch.replace('/spec/servers/0/port/number', 8080));
    const match = JsonPatch.replace('/spec/http/1/match/0/port', 8080);
    expect(way(patched(direct, 'VirtualService', match), MESH, HTTP).kind).toBe('gateway');
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
    expect(line(manifests, TLS)).toContain('rejected by Envoy: edition.cnn.com is a server name of two filter chains');
  });
  test('of two HTTPS servers with one port name the second is dropped', () => {
    const port = { number: 80, name: 'http-edition-cnn-com', protocol: 'HTTPS' };
    const second = { port, hosts: ['*'], tls: { mode: 'ISTIO_MUTUAL' } };
    const sni = JsonPatch.replace('/spec/subsets/0/trafficPolicy/portLevelSettings/0/tls/sni', 'other.cnn.com');
    const manifests = patched(MUTUAL, 'Gateway', JsonPatch.add('/spec/servers/-', second));
    expect(line(patched(manifests, 'DestinationRule', sni), HTTP)).toContain(
      'dropped: port name http-edition-cnn-com is of an earlier server',
    );
  });
  test.each([
    ['`tls` for one SNI', TASK_HTTPS, TLS, 'istio-egressgateway'],
    ['`tcp` for one server', MUTUAL, TLS, 'istio-system/egress-gw'],
    ['`http` for one host', MUTUAL, HTTP, 'istio-system/egress-gw'],
  ])('of two VirtualServices with %s the older one decides', (_sentence, manifests, request, gateway) => {
    const away = only('VirtualService', manifests)
      .map(renamed('z'))
      .map(withSpec({ gateways: [gateway] }));
    const found = way([...manifests, ...away], MESH, request);
    expect(found.kind).toBe('gateway');
    expect(found.assumptions).toEqual([
      expect.stringContaining('was created before VirtualService default/z') as unknown,
    ]);
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
  const aged = (creationTimestamp: string, manifests: readonly Manifest[]): Manifest[] =>
    manifests.map((each) => ({ ...each, metadata: { ...each.metadata, creationTimestamp } }));
  const older = (manifests: readonly Manifest[]): Manifest[] => aged('2026-01-01T00:00:00Z', manifests);
  const younger = (manifests: readonly Manifest[]): Manifest[] => aged('2026-01-02T00:00:00Z', manifests);
  const HTTP_443: Request = { ...TLS, protocol: 'http' };
  const TLS_443 = 'resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]';
  test('of one namespace differ in a port: sidecars listen for both protocols, and the younger has the virtual host', () => {
    const http = entry('default', 'resolution: DNS, ports: [{number: 443, name: http, protocol: HTTP}]');
    expect(way([...older(TASK_HTTPS), ...younger(http)], MESH, TLS).kind).toBe('gateway');
    expect(way([...older(TASK_HTTPS), ...younger(http)], MESH, HTTP_443).kind).toBe('direct');
    expect(way([...younger(TASK_HTTPS), ...older(http)], MESH, HTTP_443).kind).toBe('unknown');
  });
  test.each([
    ['resolution', 'resolution: NONE, ports: [{number: 80, name: http, protocol: HTTP}]'],
    ['visibility', "resolution: DNS, exportTo: ['.', third], ports: [{number: 80, name: http, protocol: HTTP}]"],
  ])('of one namespace are not merged if they differ in %s: a port of the second has no cluster', (_, spec) => {
    const manifests = [...younger(entry('default', spec)), ...older(only('ServiceEntry', TASK_HTTPS))];
    const [first, second] = spec.includes('exportTo') ? [TLS, HTTP] : [HTTP, TLS];
    expect(way(manifests, MESH, first)).toMatchObject({ kind: 'broken' });
    expect(way(manifests, MESH, second).kind).not.toBe('broken');
  });
  test('of other namespaces the oldest decides, which is an assumption without times of creation, or with equal ones', () => {
    const other = entry('team', 'resolution: DNS, ports: [{number: 443, name: http, protocol: HTTP}]');
    const request = from('third', HTTP_443);
    expect(way([...older(TASK_HTTPS), ...younger(other)], MESH, request)).toMatchObject({ kind: 'unknown' });
    expect(way([...younger(TASK_HTTPS), ...older(other)], MESH, request)).toMatchObject({ kind: 'direct' });
    const assumed =
      'ServiceEntry default/cnn was created before ServiceEntry team/other: of two objects with edition.cnn.com, the older decides';
    expect(way([...TASK_HTTPS, ...other], MESH, TLS).assumptions).toContain(assumed);
    expect(way(older([...TASK_HTTPS, ...other]), MESH, TLS).assumptions).toContain(assumed);
  });
  test('one that is not for every namespace comes before those that are', () => {
    const named = entry(
      'team',
      'exportTo: [third], resolution: DNS, ports: [{number: 443, name: http, protocol: HTTP}]',
    );
    const manifests = [...older(TASK_HTTPS), ...younger(named)];
    expect(way(manifests, MESH, from('third', HTTP_443))).toMatchObject({ kind: 'direct', assumptions: [] });
  });
  test('the own one of a namespace wins for sidecars', () => {
    const http = entry('team', 'resolution: DNS, ports: [{number: 443, name: http, protocol: HTTP}]');
    expect(way([...older(TASK_HTTPS), ...younger(http)], MESH, from('team', HTTP_443)).kind).toBe('direct');
    const own = entry('istio-system', TLS_443.replace('DNS', 'NONE'));
    expect(way([...older(TASK_HTTPS), ...younger(own)], MESH, TLS).kind).toBe('gateway');
    expect(line([...younger(TASK_HTTPS), ...older(own)], TLS)).toContain('resolution NONE at the gateway');
  });
  test('the own one of a namespace can win for gateways, if a pod of the namespace has a sidecar', () => {
    const own = younger(entry('istio-system', 'resolution: DNS, ports: [{number: 8080, name: http, protocol: HTTP}]'));
    const port = JsonPatch.replace('/spec/http/1/route/0/destination/port/number', 8080);
    expect(way([...patched(older(TASK_HTTP), 'VirtualService', port), ...own], MESH, HTTP)).toMatchObject({
      kind: 'gateway',
      assumptions: [
        'a pod of namespace istio-system has a sidecar, which lets the ServiceEntry of the namespace decide about edition.cnn.com at the gateway',
        expect.stringContaining('ServiceEntry default/cnn has no port 8080') as unknown,
      ],
    });
  });
  test('one with resolution NONE has no listener for TCP and TLS on the port of another, and has the virtual host', () => {
    const none = (protocol: string): Manifest[] =>
      younger(entry('default', `resolution: NONE, ports: [{number: 80, name: twin, protocol: ${protocol}}]`));
    const TLS_80: Request = { ...HTTP, protocol: 'tls' };
    expect(way([...older(TASK_HTTP), ...none('HTTPS')], MESH, TLS_80).kind).toBe('unknown');
    expect(way([...older(TASK_HTTP), ...none('TCP')], MESH, HTTP).kind).toBe('unknown');
    expect(way([...older(TASK_HTTP), ...none('HTTP')], MESH, HTTP).kind).toBe('gateway');
  });
});

test('an order of the manifests is no order of age', () => {
  const manifests = withKind(MUTUAL, 'DestinationRule', into('istio-system'));
  expect(way([...manifests].reverse(), MESH, TLS)).toEqual(way(manifests, MESH, TLS));
});

describe('a ServiceEntry that has the host of the Service of a gateway', () => {
  const decoy = (exportTo: string): Manifest[] =>
    yaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: decoy, namespace: team}
spec:
  hosts: [istio-egressgateway.istio-system.svc.cluster.local]
  exportTo: ['${exportTo}']
  ports: [{number: 80, name: http, protocol: HTTP}]
  resolution: STATIC
  endpoints: [{address: 203.0.113.5}]
`);
  const untuned = TASK_HTTP.filter(({ kind }) => kind !== 'DestinationRule').map(
    (each) => JSON.parse(JSON.stringify(each).replace(/"subset":"cnn",/g, '')) as Manifest,
  );
  test.each(['.', '*'])('replaces the Service for the proxies of its namespace: exported to %s', (exportTo) => {
    expect(way([...untuned, ...decoy(exportTo)], MESH, from('team', HTTP)).kind).toBe('direct');
    expect(way([...untuned, ...decoy('.')], MESH, HTTP).kind).toBe('gateway');
  });
});

test('Of several Sidecars of a namespace without times of creation, each can be the oldest', () => {
  const sidecar = (name: string, mode: string, time = ''): string =>
    `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: ${name}, namespace: default${time}}, spec: {outboundTrafficPolicy: {mode: ${mode}}}}`;
  const unknown = { clientNamespace: 'default', host: 'news.example.com', port: 443, protocol: 'tls' } as const;
  const found = (time: string) =>
    way(yaml(`${sidecar('a', 'REGISTRY_ONLY', time)}\n---\n${sidecar('b', 'ALLOW_ANY', time)}`), MESH, unknown);
  expect(found('')).toMatchObject({
    cluster: 'PassthroughCluster',
    assumptions: [
      'Sidecar default/b was created before Sidecar default/a: of two objects with the pods of the client, the older decides',
    ],
  });
  expect(found(", creationTimestamp: '2026-01-01T00:00:00Z'")).toMatchObject({ cluster: 'BlackHoleCluster' });
});
