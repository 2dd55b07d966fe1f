/** Lists from files and from rows: what they write, and what each reads by itself. */
import { App, Chart } from 'cdk8s';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AllowListProtocol,
  EgressAllowList,
  EgressChecks,
  EgressGateway,
  EgressMesh,
  EgressSource,
  ExternalTcpRoute,
  ExternalTlsRoute,
} from '../../../lib';
import { schemaOf } from '../../../lib/allow-list/json-schema';
import { ROW_FORMS } from '../../../lib/allow-list/row-forms';
import { fixIn, manifestsOf, messageOf, newChart, stderrOfEachTest } from '../help';

const stderr = stderrOfEachTest();
const folder = mkdtempSync(join(tmpdir(), 'allow-list-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the path of a file with a text. */
function fileWith(text: string, name = 'egress.yaml'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function listOf(text: string, chart = newChart('default', new App(), 'egress')): EgressAllowList {
  return EgressAllowList.fromFile(chart, 'list', { file: fileWith(text), today: '2026-11-29' });
}

/** Returns the errors of a file, without its path. */
function errorsOf(text: string, chart?: Chart): string[] {
  return messageOf(() => listOf(text, chart))
    .split('\n')
    .map((line) => line.replace(`${join(folder, 'egress.yaml')}:`, ''));
}

const GATEWAY = 'gateway: {}\n';
const ROW = 'rows: [{ name: github, hosts: [github.com], protocol: TLS }]\n';

describe('a file', () => {
  it('has the routes of its rows by name', () => {
    const list = listOf(`${GATEWAY}${ROW}`);
    expect(list.routes).toEqual([list.route('github')]);
    expect(ExternalTlsRoute.isExternalTlsRoute(list.route('github'))).toBe(true);
    expect(list.route('github').node.path).toBe('egress/list/github');
    expect(messageOf(() => list.route('githb'))).toContain(`fix: write list.route('github')`);
  });

  it('has its gateway and its lockdown', () => {
    const list = listOf(
      `gateway: { namespace: egress, defaultDeny: false }\n${ROW}lockdown: { namespaces: [orders] }\n`,
    );
    expect(list.gateway.namespace).toBe('egress');
    expect(list.lockdown?.namespaces).toEqual(['orders']);
    expect(manifestsOf(Chart.of(list)).at(-1)?.kind).toBe('NetworkPolicy');
  });

  it('can leave the gateway to the app, or name one that another app owns', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { namespace: 'egress' });
    expect(EgressAllowList.fromFile(chart, 'list', { gateway, file: fileWith(ROW) }).gateway).toBe(gateway);
    expect(listOf(`existingGateway: { namespace: other }\n${ROW}`).gateway.namespace).toBe('other');
  });

  it('has the volumes of the gateway, as values of a class', () => {
    const volumes = `[{ configMap: { name: corporate-ca, mountPath: /mnt/corporate-ca } }, { csi: { driver: vault, mountPath: /mnt/vault } }]`;
    const list = listOf(`gateway: { namespace: egress, workload: { deployment: { volumes: ${volumes} } } }\n${ROW}`);
    expect(JSON.stringify(manifestsOf(Chart.of(list)))).toContain('"mountPath":"/mnt/vault"');
    const [error = ''] = errorsOf(`gateway: { workload: { deployment: { volumes: [corporate-ca] } } }\n${ROW}`);
    expect(fixIn(error)).toBe(
      "write volumes: [{ configMap: { name: 'corporate-ca', mountPath: '/mnt/corporate-ca' } }]",
    );
    const [toleration = ''] = errorsOf(
      `gateway: { workload: { deployment: { tolerations: [{ operator: exists }] } } }\n${ROW}`,
    );
    expect(fixIn(toleration)).toBe('write tolerations: [{ operator: Exists }]');
  });

  it('gives the mesh its settings', () => {
    const list = listOf(
      `mesh: { externalDomains: [corp.internal] }\n${GATEWAY}rows: [{ name: wiki, hosts: [wiki.corp.internal], protocol: TLS }]\n`,
    );
    expect(list.route('wiki').hosts).toEqual(['wiki.corp.internal']);
  });

  it('cannot give settings to a mesh that the app has', () => {
    const chart = new Chart(new EgressMesh(new App(), 'mesh'), 'egress');
    expect(errorsOf(`mesh: { trustDomain: a.example }\n${GATEWAY}${ROW}`, chart)).toEqual([
      expect.stringMatching(/^1:7: EGR0121: mesh: mesh of a file cannot be used in an app with a mesh of its own/),
    ]);
  });

  it('is read as JSON too', () => {
    const data = { gateway: {}, rows: [{ name: 'github', hosts: ['github.com'], protocol: 'TLS' }] };
    expect(manifestsOf(Chart.of(listOf(JSON.stringify(data))))).toEqual(manifestsOf(Chart.of(listOf(GATEWAY + ROW))));
  });

  it('reports what concerns several rows at synthesis, at the place of the row', () => {
    const row = '{ name: ssh, hosts: [github.com], protocol: TCP, port: 443, addresses: [203.0.113.1] }';
    const list = listOf(`${GATEWAY}rows:\n  - { name: github, hosts: [github.com], protocol: TLS }\n  - ${row}\n`);
    const [finding] = EgressChecks.of(list).findings();
    expect(finding).toMatchObject({
      code: 'EGR1001',
      location: expect.stringMatching(/egress\.yaml:4:\d+$/) as string,
      problem: 'row ssh: host github.com port 443 cannot be claimed by two rows',
      got: '{"rows":["github","ssh"]}',
    });
    expect(
      messageOf(() =>
        Chart.of(list)
          .node.root.node.validate()
          .forEach((text) => {
            throw new Error(text);
          }),
      ),
    ).toMatch(/egress\.yaml:4:\d+: EGR1001: row ssh: /);
  });

  it('prints warnings with the place of the row', () => {
    const list = listOf(
      `${GATEWAY}rows: [{ name: api, hosts: [a.example.com], protocol: HTTP, tlsOrigination: dangerouslySkipVerification }]\n`,
    );
    manifestsOf(Chart.of(list));
    expect(stderr()).toMatch(/warning: .*egress\.yaml:2:\d+: EGR2008: row api: /);
  });
});

describe('the errors of a file', () => {
  it.each([
    [
      'an unknown property',
      `${GATEWAY}${ROW}row: []\n`,
      '3:6: EGR0101: file cannot have the property row',
      'remove row',
    ],
    ['no gateway', ROW, '1:1: EGR0103: a list must have a gateway', 'write gateway: { namespace: "istio-system" }'],
    [
      'two gateways',
      `${GATEWAY}existingGateway: {}\n${ROW}`,
      '1:10: EGR0121: gateway and existingGateway exclude each other',
      'remove existingGateway',
    ],
    [
      'a mistake of the gateway',
      `gateway: { ports: { https: { port: 443 } } }\n${ROW}`,
      '1:28: EGR0101: gateway: ports cannot have the property https',
      'rename https to tls',
    ],
    [
      'no rows',
      GATEWAY,
      '1:1: EGR0105: rows must be a list',
      'write rows: [{ name: "github", hosts: ["github.com"], protocol: TLS }]',
    ],
    [
      'null as rows',
      `${GATEWAY}rows:\n`,
      '2:6: EGR0105: rows must be a list',
      'write rows: [{ name: "github", hosts: ["github.com"], protocol: TLS }]',
    ],
    [
      'the name of a factory method around its options',
      `${GATEWAY}rows: [{ name: a, hosts: [a.example.com], protocol: HTTP, from: [{ namespace: b }], tlsOrigination: { simple: {} }, credential: { fromSecret: { secretName: token } } }]\n`,
      '2:143: EGR0101: row a: credential cannot have the property fromSecret',
      'write credential: { secretName: "token" }',
    ],
    [
      'a service account as a text',
      `${GATEWAY}rows: [{ name: a, hosts: [a.example.com], protocol: TLS, from: [{ serviceAccount: shop/sms }] }]\n`,
      '2:83: EGR0102: row a: from[0].serviceAccount must be an object',
      'write from: [{ serviceAccount: { namespace: "shop", name: "sms" } }]',
    ],
    [
      'a text',
      'rows',
      '1:1: EGR0102: properties of file must be an object',
      'write an object with the property gateway',
    ],
    ['a syntax error', 'rows: [\n', '2:1: EGR0902: the file cannot be read', 'correct the file at this place'],
    [
      'a key twice',
      `${GATEWAY}${ROW}${GATEWAY}`,
      '3:1: EGR0902: the file cannot be read',
      'correct the file at this place',
    ],
    ['a tag', `${GATEWAY}rows: !env ROWS\n`, '2:7: EGR0902: the file cannot be read', 'correct the file at this place'],
    [
      'a key twice, once by an alias',
      `gateway: &a { namespace: istio-egress }\nrows:\n  - { name: a, &b from: [], *b : [anyAuthenticated] }\n`,
      '3:29: EGR0902: the file cannot be read',
      'write the key as text',
    ],
    ['a list as a key', `${GATEWAY}? [rows]\n: []\n`, '2:3: EGR0902: the file cannot be read', 'write the key as text'],
    [
      'a key twice, as a number and as text',
      `${GATEWAY}${ROW}acknowledge: { 1: a, "1": b }\n`,
      '3:22: EGR0902: the file cannot be read',
      'correct the file at this place',
    ],
    [
      'a merge by a tag',
      `${GATEWAY}rows: [{ name: a, !!merge <<: {} }]\n`,
      '2:19: EGR0902: the file cannot be read',
      'correct the file at this place',
    ],
    [
      'the version 1.1',
      `%YAML 1.1\n---\n${GATEWAY}${ROW}`,
      '1:1: EGR0902: the file cannot be read',
      'remove the line %YAML 1.1',
    ],
    [
      'two documents',
      `${GATEWAY}${ROW}---\n${ROW}`,
      '3:1: EGR0902: the file cannot be read',
      'correct the file at this place',
    ],
  ])('name %s with its place', (_, text, error, fix) => {
    const [first = '', ...more] = errorsOf(text);
    expect(first.startsWith(error) ? error : first).toBe(error);
    expect(fixIn(first)).toBe(fix);
    expect(more).toEqual([]);
  });

  it.each([
    ['direct', 'a DirectHost'],
    ['sidecar', 'an EgressSidecar'],
    ['gatewayLockdown', 'a GatewayLockdownPolicy'],
    ['clusterLockdown', 'a ClusterLockdownPolicy'],
    ['admission', 'an EgressAdmissionPolicy'],
    ['telemetry', 'an EgressTelemetry'],
  ])('name the construct for %s, which files do not have', (name, construct) => {
    const [error = ''] = errorsOf(`${GATEWAY}${ROW}${name}: {}\n`);
    expect(fixIn(error)).toBe(`write ${construct} in a program that reads the file with EgressAllowList.fromFile`);
  });

  it.each(['UDP', 'quic'])('propose no other protocol for %s', (protocol) => {
    const [error = ''] = errorsOf(`${GATEWAY}rows: [{ name: dns, hosts: [dns.example.com], protocol: ${protocol} }]\n`);
    expect(fixIn(error)).toBe('remove the row: UDP does not pass the gateway');
  });

  it('propose the properties of a factory method inside its value', () => {
    const peer = '{ namespace: db, ports: [{ tcp: 5432 }] }';
    const [error = ''] = errorsOf(`${GATEWAY}${ROW}lockdown: { namespaces: [orders], allowTo: [${peer}] }\n`);
    expect(fixIn(error)).toBe('write allowTo: [{ namespace: { name: "db", ports: [{ tcp: 5432 }] } }]');
  });

  it('name every alias without an anchor at its place', () => {
    const row = (name: string): string =>
      `  - { name: ${name}, hosts: [${name}.example.com], protocol: TLS, from: *orders }`;
    const errors = errorsOf(`${GATEWAY}rows:\n${row('a')}\n${row('b')}\n`);
    expect(errors).toEqual([
      expect.stringMatching(/^3:61: EGR0902: .*"\*orders has no anchor before it"/),
      expect.stringMatching(/^4:61: EGR0902: /),
    ]);
    expect(fixIn(errors[0] ?? '')).toBe('write the anchor &orders at a value above, or the value in place of *orders');
  });

  it('name the key that repeats, and no method of a reader', () => {
    expect(errorsOf(`${GATEWAY}${ROW}gateway: {}\n`)[0]).toContain('the key gateway repeats');
    expect(errorsOf(`${GATEWAY}${ROW}---\n${ROW}`)[0]).toMatch(/got "[^"]*several documents[^"]*"/);
  });

  it('name those of the rows beside a mistake of the gateway', () => {
    const errors = errorsOf('gateway: { namespace: A_B }\nrows: [{ name: a, hosts: [a], protocol: TLS }]\n');
    expect(errors.map((line) => line.split(':').slice(2, 4).join(':').trim())).toEqual([
      'EGR0110: gateway',
      'EGR0201: row a',
    ]);
  });

  it('have the line of the file also after an error of syntax', () => {
    const text = 'rows:\n  - a\n  \n      name: x,\n      from: [{ a: b }],\n      hosts: [y],\n    }\n';
    const lines = text.split('\n');
    for (const error of errorsOf(text)) {
      const [line = 0, column = 0] = error.split(':').map(Number);
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
    }
  });

  it.each([
    [{}, 'write file: "egress.yaml"'],
    [{ path: 'egress.yaml' }, 'rename path to file'],
  ])('ask for the file in %j', (props, fix) => {
    expect(fixIn(messageOf(() => EgressAllowList.fromFile(newChart(), 'list', props as never)))).toBe(fix);
  });

  it('name a file that does not exist', () => {
    expect(messageOf(() => EgressAllowList.fromFile(newChart(), 'list', { file: 'none.yaml' }))).toMatch(
      /^none\.yaml: EGR0902: the file cannot be read: got "ENOENT/,
    );
  });

  it('have the mistakes of the first line alone, and the number of the others', () => {
    const errors = errorsOf(`gateway:\n\tnamespace: a\n\tserviceName: b\n${ROW}`);
    const line = (error: string): string => error.split(':')[0] ?? '';
    expect(errors.map(line)).toEqual(errors.map(() => '2'));
    expect(errors.at(-1)).toMatch(/mistakes? of syntax below/);
  });

  it('name an encoding that is not UTF-8', () => {
    const file = join(folder, 'latin1.yaml');
    writeFileSync(file, Buffer.from('rows: [é]', 'latin1'));
    const message = messageOf(() => EgressAllowList.fromFile(newChart(), 'list', { file }));
    expect(message).toMatch(
      /EGR0902: the file cannot be read: got "the text is not UTF-8"; .*fix: save the file as UTF-8$/,
    );
  });

  it('end for aliases that multiply', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
    );
    expect(errorsOf(['a0: &a0 [x]', ...levels].join('\n'))[0]).toContain('Excessive alias count');
  });
});

describe('the sources of a row', () => {
  it.each([
    [
      'from: [{ namespace: a }], allowFrom: [{ namespace: b }]',
      'EGR0101: row a: row cannot have the property allowFrom',
      'write all sources in from',
    ],
    [
      'allowFrom: [{ namespace: b }]',
      'EGR0101: row a: row cannot have the property allowFrom',
      'rename allowFrom to from',
    ],
    [
      'from: [{ namespace: a, serviceAccount: b }]',
      'EGR0103: row a: from[0] must have one property',
      'write from: [{ namespace: payments }]',
    ],
  ])('written as %s have a fix that keeps them', (sources, error, fix) => {
    const [line = ''] = errorsOf(`${GATEWAY}rows: [{ name: a, hosts: [a.example.com], protocol: TLS, ${sources} }]\n`);
    expect(line).toContain(error);
    expect(fixIn(line)).toBe(fix);
  });

  it('are not the place of operations that a protocol does not have', () => {
    const row =
      'name: a, hosts: [a.example.com], protocol: TLS, from: [{ namespace: a }], operations: [{ methods: [GET] }]';
    const [line = ''] = errorsOf(`${GATEWAY}rows: [{ ${row} }]\n`);
    const column = `rows: [{ ${row}`.indexOf('[{ methods') + 1;
    expect(line).toContain(`2:${column}: EGR0101: row a: row with protocol: TLS cannot have the property operations`);
  });
});

describe('a row', () => {
  const row = (rest: string): string =>
    `${GATEWAY}rows:\n  - { name: a, hosts: [a.example.com], protocol: TLS, ${rest} }\n`;

  it('is good on its last day, and an error on the next', () => {
    expect(listOf(row('expires: 2026-11-29')).routes).toHaveLength(1);
    expect(errorsOf(row('expires: 2026-11-28, owner: team-a, ticket: NET-7'))).toEqual([
      expect.stringMatching(/^3:\d+: EGR0901: row a: the row has expired: .*after a review by team-a in NET-7/),
    ]);
  });

  it.each([
    [
      'from: [{ serviceAccount: { namespace: reports } }]',
      /^3:\d+: EGR0110: row a: from\[0\]\.serviceAccount: service account must be a DNS-1123 subdomain: /,
    ],
    [
      'from: [{ serviceAccount: { namespace: A, name: b } }]',
      /^3:\d+: EGR0110: row a: from\[0\]\.serviceAccount\.namespace must be a DNS-1123 label: /,
    ],
  ])('names the value of a factory method: %s', (from, error) => {
    expect(errorsOf(row(from))).toEqual([expect.stringMatching(error)]);
  });

  it('names its own property if its route has another name for the property', () => {
    expect(errorsOf(row('operations: []'))).toEqual([
      expect.stringMatching(
        /^3:\d+: EGR0101: row a: row with protocol: TLS cannot have the property operations: .*fix: remove operations, /,
      ),
    ]);
  });

  it('expires by the clock without a day of the program', () => {
    const file = fileWith(row('expires: 2020-02-29'));
    expect(messageOf(() => EgressAllowList.fromFile(newChart(), 'list', { file }))).toContain('EGR0901');
  });

  it.each(['2026-02-30', '2026-1-1', 'tomorrow', '20261231'])('cannot expire on %s', (day) => {
    expect(errorsOf(row(`expires: "${day}"`))).toEqual([
      expect.stringContaining('EGR0103: row a: expires must be a day'),
    ]);
  });
});

describe('rows of a program', () => {
  const rows = [
    {
      name: 'github',
      hosts: ['github.com'],
      protocol: AllowListProtocol.TLS,
      from: [EgressSource.namespace('orders')],
      owner: 'team-orders',
    },
    {
      name: 'ssh',
      hosts: ['github.com'],
      protocol: AllowListProtocol.TCP,
      port: 22,
      addresses: ['203.0.113.1'],
      from: [EgressSource.namespace('orders')],
    },
  ];

  it('write what the routes write', () => {
    const [chart, program] = [newChart(), newChart()];
    EgressAllowList.fromRows(chart, 'list', { gateway: new EgressGateway(chart, 'gateway'), rows });
    const gateway = new EgressGateway(program, 'gateway');
    const allowFrom = [EgressSource.namespace('orders')];
    new ExternalTlsRoute(program, 'github', { gateway, hosts: ['github.com'], allowFrom });
    new ExternalTcpRoute(program, 'ssh', {
      gateway,
      hosts: ['github.com'],
      port: 22,
      addresses: ['203.0.113.1'],
      allowFrom,
    });
    expect(manifestsOf(chart)).toEqual(manifestsOf(program));
  });

  it('have errors with construct paths, all in one', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const wrong = [
      { name: 'a', hosts: ['a'], protocol: AllowListProtocol.TLS },
      { name: 'b', hosts: ['b.example.com'], protocol: AllowListProtocol.TLS, from: ['orders' as never] },
    ];
    const errors = messageOf(() => EgressAllowList.fromRows(chart, 'list', { gateway, rows: wrong })).split('\n');
    expect(errors).toEqual([
      expect.stringMatching(/^EGR0201: \[chart\/list\/a\] hosts\[0\] must have two or more labels/),
      expect.stringMatching(
        /^EGR0103: \[chart\/list\/b\] from\[0\] must be an EgressSource.*fix: write from: \[EgressSource\.namespace\("orders"\)\]$/,
      ),
    ]);
  });

  it('have errors that name the row, also before its route exists', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const row = (name: string) => ({ name, hosts: [`${name}.example.com`], protocol: AllowListProtocol.TLS });
    const wrong = [
      { ...row('a'), expires: '2026-11-28' },
      { ...row('b'), protocol: 'HTTPS' },
      { ...row('c'), ownr: 'x' },
      { ...row('d'), ticket: 7 },
      { ...row('d'), hosts: ['d2.example.com'] },
      { ...row('e'), operations: [] },
    ];
    const list = (): unknown =>
      EgressAllowList.fromRows(chart, 'list', { gateway, today: '2026-11-29', rows: wrong as never });
    expect(messageOf(list).split('\n')).toEqual([
      expect.stringMatching(/^EGR0901: \[chart\/list\] row a: the row has expired: /),
      expect.stringMatching(/^EGR0104: \[chart\/list\] row b: protocol must be an AllowListProtocol: /),
      expect.stringMatching(/^EGR0101: \[chart\/list\] row c: row cannot have the property ownr: /),
      expect.stringMatching(/^EGR0103: \[chart\/list\] row d: ticket must be text: /),
      expect.stringMatching(/^EGR0106: \[chart\/list\] row d: name must not repeat d: /),
      expect.stringMatching(
        /^EGR0101: \[chart\/list\/e\] ExternalTlsRoute cannot have the property operations: .*allowed: gateway, hosts, from, /,
      ),
    ]);
  });

  it('have fixes with the methods of routes', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const [row] = rows;
    EgressAllowList.fromRows(chart, 'list', { gateway, rows: [row, { ...row, name: 'again' }] as typeof rows });
    expect(EgressChecks.of(chart).findings()[0]?.fix).toMatch(
      /write from with the sources of both, or call route\.allowFrom\(/,
    );
  });

  it.each(['', 'a/b', 'A', '-a', '__proto__', 7, null, undefined])('cannot have the name %p', (name) => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const row = { name: name as string, hosts: ['a.example.com'], protocol: AllowListProtocol.TLS };
    expect(messageOf(() => EgressAllowList.fromRows(chart, 'list', { gateway, rows: [row] }))).toMatch(
      /^EGR0110: \[chart\/list\] row .+: name must be a DNS-1123 label/,
    );
  });

  it('have the name of the row in errors that no route has', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const row = { name: 'b', hosts: ['b.example.com'], protocol: AllowListProtocol.TLS, expires: '2020-01-01' };
    expect(messageOf(() => EgressAllowList.fromRows(chart, 'list', { gateway, rows: [row] }))).toMatch(
      /^EGR0901: \[chart\/list\] row b: the row has expired/,
    );
  });

  it('have errors between lists that name no method of rows', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const row = { name: 'b', hosts: ['b.example.com'], protocol: AllowListProtocol.TLS };
    EgressAllowList.fromRows(chart, 'list', { gateway, rows: [row] });
    const other = EgressAllowList.fromRows(chart, 'other', { gateway, rows: [row] });
    const [finding] = EgressChecks.of(other).findings();
    expect(finding?.fix).toContain('or call route.allowFrom(...)');
  });

  it('cannot be missing in the list', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway');
    const sparse = Object.assign(new Array<(typeof rows)[number]>(2), { 1: rows[0] });
    expect(messageOf(() => EgressAllowList.fromRows(chart, 'list', { gateway, rows: sparse }))).toContain('EGR0102');
  });

  it('have a fix that is source code', () => {
    const chart = newChart();
    const props = { gateway: new EgressGateway(chart, 'gateway') };
    expect(fixIn(messageOf(() => EgressAllowList.fromRows(chart, 'list', props as never)))).toBe(
      'write rows: [{ name: "github", hosts: ["github.com"], protocol: AllowListProtocol.TLS }]',
    );
  });

  it('need the gateway of the program', () => {
    expect(messageOf(() => EgressAllowList.fromRows(newChart(), 'list', { rows } as never))).toMatch(
      /^EGR0103: \[chart\/list\] gateway must be/,
    );
  });
});

test('two thousand rows may repeat an anchor', () => {
  const text = (count: number): string =>
    `${GATEWAY}rows:\n  - &first { name: r0, hosts: [r0.example.com], protocol: TLS, from: &orders [{ namespace: orders }] }\n${Array.from({ length: count }, (_, index) => `  - { name: r${index + 1}, hosts: [r${index + 1}.example.com], protocol: TLS, from: *orders }`).join('\n')}\n`;
  expect(listOf(text(2000)).routes).toHaveLength(2001);
});

test('the JSON Schema has whole numbers, as ports and counts are', () => {
  expect(schemaOf(ROW_FORMS.port)).toEqual({ type: 'integer' });
});
