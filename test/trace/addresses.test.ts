/** Requests to addresses, and services that are known by an address. */
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request } from '../../lib/audit/way/types';
import { INSTALLED } from '../support/gateways';
import { way } from '../support/way';
import { MESH, withSpec, yaml } from './support';

const entry = (name: string, protocol: string, addresses = '', more = ''): Manifest[] =>
  yaml(`{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: ${name}}, spec: {
    hosts: [${name}.example.org], addresses: [${addresses}], resolution: DNS,
    ports: [{number: 8080, name: port, protocol: ${protocol}}] ${more}}}`);

const MANIFESTS = [
  ...entry('web', 'HTTP', '203.0.113.200'),
  ...entry('single', 'HTTP', '203.0.113.204/32'),
  ...entry('db', 'TCP', '203.0.113.201'),
  ...entry('range', 'TCP', '203.0.113.64/30'),
];

const http = (host: string, port = 8080): Request => ({ clientNamespace: 'default', host, port, protocol: 'http' });

describe('HTTP to an address', () => {
  test.each([
    ['goes to the HTTP service that has the address', '203.0.113.200', 'web.example.org'],
    ['goes to the HTTP service that has the address as a range of one', '203.0.113.204', 'single.example.org'],
    ['goes to the TCP service that has the address', '203.0.113.201', 'db.example.org'],
    ['goes to the TCP service that has a range around the address', '203.0.113.65', 'range.example.org'],
  ])('%s', (_, address, host) => {
    expect(way(MANIFESTS, MESH, http(address))).toMatchObject({ kind: 'direct', destination: { host, port: 8080 } });
  });
  test.each([
    ['HTTP', 'http'],
    ['TCP', 'tcp'],
    ['TLS', 'tcp'],
  ] as const)('goes to the service of %s that has another form of the address', (declared, protocol) => {
    const manifests = entry('v6', declared, "'2001:DB8:0:0::5'");
    expect(way(manifests, MESH, { ...http('2001:db8::5'), protocol })).toMatchObject({
      kind: 'direct',
      destination: { host: 'v6.example.org' },
    });
    const mapped = entry('v4', declared, "'::ffff:203.0.113.5'");
    expect(way(mapped, MESH, { ...http('203.0.113.5'), protocol })).toMatchObject({
      kind: 'direct',
      destination: { host: 'v4.example.org' },
    });
  });
  test('goes to the TLS service that has the address, unless `tls` rules hold there', () => {
    const secure = entry('secure', 'TLS', '203.0.113.202');
    const rules = yaml(`{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: secure}, spec: {
      hosts: [secure.example.org], tls: [{match: [{sniHosts: [secure.example.org]}],
      route: [{destination: {host: db.example.org}}]}]}}`);
    for (const protocol of ['http', 'tcp'] as const) {
      const request = { ...http('203.0.113.202'), protocol };
      expect(way(secure, MESH, request)).toMatchObject({
        kind: 'direct',
        destination: { host: 'secure.example.org', port: 8080 },
      });
      expect(way([...secure, ...rules], MESH, request).kind).toBe('unknown');
    }
  });
  test.each(['203.0.113.0/-1', '203.0.113.0/8.5', '203.0.113.0/', '203.0.113.0/24/8', '203.0.113.0/33'])(
    'is unknown if the range %s is malformed',
    (range) => {
      expect(way(entry('range', 'TCP', `'${range}'`), MESH, http('203.0.113.9'))).toMatchObject({ kind: 'unknown' });
    },
  );
  test('is unknown if no service on the port has the address', () => {
    expect(way(MANIFESTS, MESH, http('203.0.113.9'))).toMatchObject({ kind: 'unknown' });
    expect(way(MANIFESTS, MESH, http('203.0.113.200', 8081))).toMatchObject({ kind: 'unknown' });
  });
  test('goes to the service or to an unknown host if the ServiceEntry has several addresses', () => {
    const several = entry('web', 'HTTP', '203.0.113.200, 203.0.113.205');
    const blocked = { ...MESH, outboundTrafficPolicy: 'REGISTRY_ONLY' as const };
    expect(way(several, blocked, http('203.0.113.200'))).toMatchObject({
      kind: 'direct',
      assumptions: [
        'istiod routes HTTP by the address 203.0.113.200 of ServiceEntry default/web, which has several addresses',
      ],
    });
    const empty = several.map(withSpec({ resolution: 'STATIC' }));
    expect(way(empty, MESH, http('203.0.113.200'))).toMatchObject({ kind: 'unknown', cluster: 'PassthroughCluster' });
  });
  test('goes along the VirtualService of the service', () => {
    const vs = yaml(`{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: web}, spec: {
      hosts: [web.example.org], http: [{route: [{destination: {host: db.example.org}}]}]}}`);
    expect(way([...MANIFESTS, ...vs], MESH, http('203.0.113.200'))).toMatchObject({
      kind: 'direct',
      destination: { host: 'db.example.org' },
    });
  });
  test('is unknown where the ServiceEntry with the address is not visible', () => {
    const hidden = entry('web', 'HTTP', '203.0.113.200', ", exportTo: ['team']");
    expect(way(hidden, MESH, http('203.0.113.200'))).toMatchObject({ kind: 'unknown' });
  });
});

describe('TCP without addresses', () => {
  const anywhere = yaml(`{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: any}, spec: {
    hosts: [any.example.org], resolution: DNS,
    ports: [{number: 80, name: port, protocol: TCP}, {number: 8080, name: more, protocol: TCP}]}}`);
  test('receives HTTP for every host on a port where no service has HTTP', () => {
    expect(way(anywhere, MESH, http('other.example.org'))).toMatchObject({
      kind: 'direct',
      destination: { host: 'any.example.org' },
    });
    expect(way([...anywhere, ...MANIFESTS], MESH, http('other.example.org')).kind).toBe('unknown');
  });
  test('receives no HTTP on port 80, where Services of the cluster have HTTP', () => {
    const open = { outboundTrafficPolicy: 'ALLOW_ANY' } as const;
    for (const host of ['other.example.org', '203.0.113.9']) {
      expect(way(anywhere, { ...MESH, ...open }, http(host, 80))).toMatchObject({ kind: 'unknown', assumptions: [] });
      expect(way(anywhere, open, http(host, 80))).toMatchObject({
        kind: 'unknown',
        assumptions: [
          'the cluster has a Service with HTTP on port 80: sidecars then read every connection to the port as HTTP',
        ],
      });
    }
    expect(way(anywhere, MESH, { ...http('203.0.113.9', 80), protocol: 'tcp' }).kind).toBe('direct');
    expect(way([], MESH, http('other.example.org', 80)).assumptions).toEqual([
      "outboundTrafficPolicy.mode is ALLOW_ANY, Istio's default: no setting of the mesh has the mode",
    ]);
  });
  test('receives HTTP on port 80 from a sidecar that imports no Service with HTTP', () => {
    const hiding = yaml(`{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: default}, spec: {
      egress: [{hosts: [./any.example.org]}]}}`);
    expect(way([...anywhere, ...hiding], MESH, http('other.example.org', 80))).toMatchObject({
      kind: 'direct',
      destination: { host: 'any.example.org' },
    });
    const vs = yaml(`{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: any}, spec: {
      hosts: [other.example.org], http: [{route: [{destination: {host: any.example.org}}]}]}}`);
    const importing = yaml(`{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: default}, spec: {
      egress: [{hosts: [./other.example.org]}]}}`);
    expect(way([...vs, ...importing], MESH, http('other.example.org', 80)).kind).toBe('unknown');
  });
  test('receives no HTTP on a port on which the Service of a gateway has HTTP', () => {
    const ports = (name: string) => [{ ...INSTALLED, ports: [{ port: 8080, targetPort: 8080, name }] }];
    expect(way(anywhere, { gatewayServices: ports('http2') }, http('other.example.org')).kind).toBe('unknown');
    expect(way(anywhere, { gatewayServices: ports('tls') }, http('other.example.org')).kind).toBe('direct');
  });
});
