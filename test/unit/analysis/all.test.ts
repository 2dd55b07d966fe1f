import { readdirSync, readFileSync } from 'node:fs';
import { tunnelPort } from '../../../lib/mesh/tunnel';
import fc from 'fast-check';
import { analyze, ANALYZERS } from '../../../lib/analysis/all';
import { APPS } from '../../../lib/analysis/apps';
import { Host } from '../../../lib/host/host';
import { byDns } from '../../../lib/mesh/resolution';
import { ERROR_CODES } from '../../../lib/input/codes';
import { EgressFinding, FindingLevel } from '../../../lib/input/finding';
import { ClientTls } from '../../../lib/mesh/client-tls';
import { ExportTo } from '../../../lib/mesh/export-to';
import { MeshModel } from '../../../lib/mesh/mesh-model';
import { OutboundTrafficPolicyMode } from '../../../lib/mesh/outbound-traffic-policy-mode';
import { DIRECT_443, GATEWAY, HTTP_80, TLS_443 } from '../help';
import {
  ANYONE,
  codesOf,
  described,
  gatewayOf,
  meshOf,
  MeshParts,
  namespace,
  originating,
  ranges,
  READ,
  Route,
  tcp,
} from './meshes';

const ALL = [...ANALYZERS, ...APPS];

describe('the analyzers', () => {
  test('have unique codes, which no rejected property has', () => {
    const codes = [...ALL.map(({ code }) => code), ...Object.keys(ERROR_CODES)];
    expect(new Set(codes).size).toBe(codes.length);
  });

  test.each(ALL.map(({ code, title, level }) => [code, title, level] as const))(
    '%s has a title that is a sentence, and the level of its thousand',
    (code, title, level) => {
      expect(title).toMatch(/^[A-Z].*[^.]\.$/);
      expect(code).toMatch(level === FindingLevel.ERROR ? /^EGR1\d{3}$/ : /^EGR2\d{3}$/);
    },
  );

  test('have a test each in this folder', () => {
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.ts'));
    const tests = files.map((name) => readFileSync(`${__dirname}/${name}`, 'utf8')).join('');
    const untested = ALL.filter(({ code }) => !tests.includes(code));
    expect(untested.map(({ code }) => code)).toEqual([]);
  });

  test('find nothing in an empty mesh, or in a mesh with one route', () => {
    expect(codesOf({})).toEqual([]);
    expect(codesOf({ routes: [{ owner: 'chart/route', sources: [namespace('payments')] }] })).toEqual([]);
  });
});

const CREDENTIAL = { header: 'authorization', secretName: 'api-token', key: 'authorization' };

/** Routes of which almost every pair conflicts. */
const narrow = { exportTo: ExportTo.SOURCES };
const ROUTES: readonly Route[] = [
  { owner: 'a', ports: [TLS_443], metadata: { labels: { team: 'net' } } },
  { owner: 'b', ports: [HTTP_80, DIRECT_443], sources: [namespace('payments')], metadata: { labels: { team: 'pay' } } },
  { owner: 'c', chart: 'other', ports: [{ ...HTTP_80, number: 8080 }], operations: [READ], ...narrow },
  { owner: 'd', chart: 'eu', namespace: 'eu', gateway: gatewayOf('eu'), sources: [namespace('payments')], ...narrow },
  { owner: 'e', chart: 'us', namespace: 'us', gateway: gatewayOf('us'), sources: [namespace('payments')], ...narrow },
  { owner: 'p', host: 'p.com', ports: [HTTP_80], upstreamProxy: { host: '10.1.2.3', port: 1, isAddress: true } },
  ...[2, 3].map((port) => ({
    owner: `p${port}`,
    host: 'p.com',
    ports: [{ ...TLS_443, number: 80 + 32_768 }],
    upstreamProxy: { host: '10.1.2.3', port, isAddress: true },
  })),
  {
    owner: 'p4',
    host: 'at-p.com',
    ports: [tcp(tunnelPort({ host: Host.parse('p.com'), gateway: GATEWAY }, 80), '192.0.2.9')],
  },
  { owner: 'f', host: '*.b.com', ports: [HTTP_80], sources: [ANYONE] },
  { owner: 'g', host: 'x.b.com', ports: [originating({ verify: false })], sources: [namespace('orders')], ...narrow },
  { owner: 'h', host: '*.b.com', ports: [TLS_443], resolution: byDns(Host.parse('t.com')) },
  { owner: 'f2', host: '*.b.com', ports: [{ ...HTTP_80, number: 8080 }] },
  { owner: 'i', host: 'db1.com', ports: [tcp(22, '192.0.2.1')] },
  { owner: 'j', host: 'db2.com', ports: [tcp(22, '192.0.2.1')], gateway: gatewayOf('eu') },
  { owner: 'm', host: 'db3.com', ports: [{ ...tcp(22, '249.1.2.3'), isVirtual: true }] },
  { owner: 'n', host: 'db3.com', ports: [TLS_443] },
  { owner: 'k', host: 'c.com', ports: [originating({ mode: 'MUTUAL', credentialName: 'certificate' })] },
  { owner: 'k2', host: 'e.com', ports: [{ ...originating(), credential: CREDENTIAL }], gateway: gatewayOf('us') },
  {
    owner: 'l',
    host: 'd.com',
    gateway: gatewayOf('theirs', { egressProxy: true }),
    sources: [namespace('orders'), namespace('egress-theirs')],
  },
  { owner: 'm', host: 'e.com', ports: [{ ...TLS_443, upstream: { idleTimeout: '5s' } }] },
  {
    owner: 'n',
    host: 'e.com',
    ports: [
      { ...TLS_443, number: 8443 },
      { ...HTTP_80, upstream: { timeout: '5s' } },
    ],
  },
  { owner: 'o', host: 'range1.com', ports: [ranges(22, '192.0.2.0/28')] },
  { owner: 'p', host: 'range2.com', ports: [ranges(22, '192.0.2.8/29')], sources: [namespace('orders')] },
];
const [SHARED, EU, US] = [GATEWAY, gatewayOf('eu'), gatewayOf('us')];

/** A mesh with every mistake except EGR2006, which is a mistake in a mesh without lockdowns. */
const MESH: Required<Omit<MeshParts, 'settings'>> = {
  directHosts: [
    { owner: 'direct1', hosts: ['a.com'], namespaces: ['bank', 'payments'] },
    { owner: 'direct2', hosts: ['a.com'], namespaces: ['bank'], ports: [22], cidrs: ['192.0.2.0/24'] },
    { owner: 'direct3', hosts: ['*.s3.com'], namespaces: ['bank'], ports: [22, 443], cidrs: ['192.0.2.0/25'] },
  ],
  routes: ROUTES,
  gateways: [
    ...[SHARED, EU, US].map((model) => described(model)),
    described(SHARED, { owner: 'deployed1', ownership: 'deployed', canReadSecrets: false }),
    described({ ...SHARED, defaultDeny: true }, { owner: 'deployed2', ownership: 'deployed' }),
    described({ ...EU, clientTls: ClientTls.DISABLE }, { owner: 'imported', ownership: 'imported' }),
    described({ ...SHARED, serviceName: 'second', clientTls: ClientTls.DISABLE }, { owner: 'second' }),
    described({ ...EU, namespace: 'egress-asia' }, { owner: 'third' }),
    described(gatewayOf('theirs', { egressProxy: true }), { owner: 'theirs', ownership: 'imported' }),
  ],
  lockdowns: [
    { owner: 'lock1', namespaces: ['payments', 'egress-eu'] },
    { owner: 'lock2', namespaces: ['payments'], labelCommands: ['kubectl label'] },
    { owner: 'lock3', namespaces: ['bank'], podLabels: { app: 'reports' } },
  ],
  reaches: [
    ['payments', SHARED],
    ['orders', US],
  ],
  clusterLockdowns: [1, 2].map((index) => ({
    ...{ owner: `cluster${index}`, priority: 100, selectsAll: true, names: ['bank'], exemptNamespaces: ['bank'] },
  })),
  clusterReaches: [['cluster1', SHARED]],
  clusterRanges: [{ owner: 'cluster1', cidr: '192.0.2.0/24', ports: [] }],
  sidecars: [
    { owner: 'sidecars1', namespaces: ['orders'], egressProxy: US },
    { owner: 'sidecars2', namespaces: ['orders', 'payments'], egressProxy: US },
    { owner: 'sidecars3', namespaces: ['orders'], egressProxy: gatewayOf('theirs') },
    { owner: 'sidecars4', namespaces: ['bank'], mode: OutboundTrafficPolicyMode.ALLOW_ANY },
    {
      owner: 'sidecars5',
      namespaces: ['orders'],
      podLabels: { app: 'reports' },
      mode: OutboundTrafficPolicyMode.ALLOW_ANY,
    },
  ],
  createdNamespaces: [
    ['creator1', 'bank'],
    ['creator2', 'bank'],
    ['creator3', 'bank'],
  ],
  gatewayParts: [
    { owner: 'part1', gateway: US },
    { owner: 'part2', gateway: US },
    { owner: 'part3', gateway: gatewayOf('theirs') },
  ],
  gatewayLockdowns: [
    { owner: 'closed1', gateway: SHARED, clientNamespaces: ['payments'], internalCidrs: ['192.0.2.0/24'] },
    { owner: 'closed2', gateway: gatewayOf('theirs'), clientNamespaces: [], hasExternalPorts: false },
    { owner: 'closed3', gateway: gatewayOf('asia'), hasExternalPorts: false },
  ],
  admissionPolicies: [
    { owner: 'policy1', settings: { tenantHosts: '[]' }, tenantHosts: ['x.b.com', 'y.b.com'] },
    { owner: 'policy2', settings: { tenantHosts: '["a"]' }, namespaces: ['payments', 'egress-us'] },
    { owner: 'policy3', gateway: EU, namespaces: [] },
    { owner: 'policy4', serviceAccounts: [{ name: 'ci', namespace: 'payments' }] },
  ],
};

const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });

/** The same mesh, with every kind of part in a new order of registration. */
const SHUFFLED: fc.Arbitrary<MeshParts> = fc.record({
  routes: shuffled(MESH.routes),
  gateways: shuffled(MESH.gateways),
  lockdowns: shuffled(MESH.lockdowns),
  reaches: shuffled(MESH.reaches),
  clusterLockdowns: shuffled(MESH.clusterLockdowns),
  clusterReaches: shuffled(MESH.clusterReaches),
  clusterRanges: shuffled(MESH.clusterRanges),
  sidecars: shuffled(MESH.sidecars),
  directHosts: shuffled(MESH.directHosts),
  createdNamespaces: shuffled(MESH.createdNamespaces),
  gatewayParts: shuffled(MESH.gatewayParts),
  gatewayLockdowns: shuffled(MESH.gatewayLockdowns),
  admissionPolicies: shuffled(MESH.admissionPolicies),
});

describe('the findings', () => {
  const findings = (parts: MeshParts): readonly EgressFinding[] => analyze(meshOf(parts));

  test('are the same for every order of registration', () => {
    const expected = findings(MESH);
    const codes = new Set(expected.map(({ code }) => code));
    const unfound = ANALYZERS.map(({ code }) => code).filter((code) => !codes.has(code));
    expect(unfound).toEqual(['EGR2006']);
    fc.assert(
      fc.property(SHUFFLED, (mesh) => {
        expect(findings(mesh)).toEqual(expected);
      }),
    );
  });

  test('are sorted by code and construct, and have a level and every part of a message', () => {
    const all = findings(MESH);
    const keys = all.map(({ code, constructPath }) => `${code} ${constructPath}`);
    expect(keys).toEqual([...keys].sort());
    for (const { code, level, ...parts } of all) {
      expect(level).toBe(code.startsWith('EGR1') ? FindingLevel.ERROR : FindingLevel.WARNING);
      for (const part of Object.values(parts)) expect(part).not.toMatch(/^$|undefined|\[object|\n|[^.]\.$/);
    }
  });

  test('that are errors have a problem of the form `<subject> must/cannot <predicate>`', () => {
    const errors = findings(MESH).filter(({ level }) => level === FindingLevel.ERROR);
    expect(errors.map(({ problem }) => problem).filter((problem) => !/\b(must|cannot)\b/.test(problem))).toEqual([]);
  });

  test('do not change the mesh', () => {
    const mesh: MeshModel = meshOf(MESH);
    const { revision } = mesh;
    expect(analyze(mesh)).toEqual(analyze(mesh));
    expect(mesh.revision).toBe(revision);
  });
});
