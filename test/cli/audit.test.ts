/** The commands `audit` and `explain`: exit codes, output and messages for malformed arguments. */
import { join } from 'node:path';
import { DIRECT, folderWith, MISSING_GATEWAY } from './manifests';
import { run } from './run';

const clean = folderWith({ 'partner.yaml': DIRECT });
const wrong = folderWith({ 'a/partner.yaml': DIRECT, 'route.yaml': `# routes\n---\n${MISSING_GATEWAY}` });
const broken = folderWith({ 'partner.yaml': DIRECT, 'broken.yaml': 'apiVersion: [\n' });
const REASON = 'the platform team writes the gateway';
const suppressed = folderWith({
  'partner.yaml': DIRECT,
  'route.yaml': MISSING_GATEWAY.replace('{}', `{ suppress.cdk8s-istio-egress/EGR3008: "${REASON}" }`),
});
const STRICT = join(folderWith({ 'mesh.yaml': 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }\n' }), 'mesh.yaml');

/** The finding of the VirtualService whose Gateway does not exist. */
interface Finding {
  readonly code: string;
  readonly suppressed?: string;
}

function findings(...args: readonly string[]): { readonly status: number; readonly findings: readonly Finding[] } {
  const { status, stdout } = run('audit', '--format', 'json', ...args);
  const { findings: all } = JSON.parse(stdout) as { findings: readonly Finding[] };
  return { status, findings: all.filter(({ code }) => /^EGR3(?:008|9)/.test(code)) };
}

describe('objects without a namespace', () => {
  const helm = folderWith({
    'partner.yaml': DIRECT.replace('  namespace: payments\n', '').replace('spec:', 'spec:\n  exportTo: [.]'),
  });
  const outcomeFor = (...args: readonly string[]): readonly unknown[] => {
    const from = ['--from', 'payments/api', '--mesh', STRICT];
    const { stdout } = run('explain', ...from, '--format', 'json', ...args, 'https://partner.example.com', helm);
    const { outcome, assumptions } = JSON.parse(stdout) as { outcome: string; assumptions: readonly string[] };
    return [outcome, assumptions.filter((text) => text.includes('metadata.namespace'))];
  };
  test('are in namespace default, which is an assumption', () => {
    const sentence =
      'objects without metadata.namespace are in namespace default, such as ServiceEntry default/partner';
    expect(outcomeFor()).toEqual(['blocked', [sentence]]);
    expect(run('audit', helm).stdout).toContain(sentence);
  });
  test('are in the namespace of the option', () => {
    expect(outcomeFor('--namespace', 'payments')).toEqual(['direct', []]);
    expect(outcomeFor('-n', 'shop')).toEqual(['blocked', []]);
  });
  test('are in no namespace with a malformed name', () => {
    expect(run('audit', '-n', 'Pay_ments', helm)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--namespace must be') as string,
    });
  });
});

describe('audit', () => {
  test('ends with 1 for an error, and has its object, file and line', () => {
    expect(findings(wrong)).toEqual({
      status: 1,
      findings: [
        {
          code: 'EGR3008',
          level: 'error',
          message: expect.stringContaining('payments/none') as string,
          fix: expect.any(String) as string,
          object: 'VirtualService payments/partner',
          file: `${wrong}/route.yaml`,
          line: 13,
        },
      ],
    });
  });

  test('ends with 2 if a document cannot be read, and reads the other documents', () => {
    const { status, stdout } = run('audit', broken);
    expect(status).toBe(2);
    expect(stdout).toContain(`${broken}/broken.yaml:2: error EGR3901: the document is not valid YAML`);
    expect(stdout).toMatch(/^1 object in 2 files: 1 error/m);
  });

  test('has no ways and no assumptions if no object can be read', () => {
    const { status, stdout } = run('audit', join(broken, 'broken.yaml'));
    expect(status).toBe(2);
    expect(stdout).toMatch(/error EGR3901: [^\n]*\n {4}fix: [^\n]*\n\n0 objects in 1 file: 1 error, 0 warnings\n$/);
  });

  test('prints the table, the findings of the level and above, and the numbers', () => {
    const { stdout } = run('audit', '--min-level', 'error', wrong);
    expect(stdout).toMatch(
      /route\.yaml:13: error EGR3008: [^\n]*\n {4}object: VirtualService payments\/partner\n {4}fix: /,
    );
    expect(stdout).not.toContain(': warning ');
    expect(stdout).toMatch(/\n2 objects in 2 files: \d+ errors?, \d+ warnings?; ways: /);
  });

  test.each([
    ['sarif', /"ruleId": "EGR3008"/],
    ['github', /^::error file=[^\n]*route\.yaml,line=13,title=EGR3008 VirtualService payments\/partner::/m],
  ])('prints %s', (format, output) => {
    expect(run('audit', '--format', format, wrong).stdout).toMatch(output);
  });

  test('an annotation suppresses a finding, which is counted', () => {
    expect(findings(suppressed).findings).toEqual([]);
    expect(run('audit', suppressed).stdout).toMatch(/, 1 suppressed; ways: /);
  });

  test('with --no-suppress an annotation suppresses nothing, in every format', () => {
    const route = join(suppressed, 'route.yaml');
    const strict = findings('--no-suppress', route);
    expect([findings(route).status, strict.status]).toEqual([0, 1]);
    expect(strict.findings).toMatchObject([{ code: 'EGR3008', suppressed: REASON }]);
    expect(run('audit', '--no-suppress', suppressed).stdout).not.toMatch(/\d suppressed/);
    expect(run('audit', '--no-suppress', '--format', 'github', suppressed).stdout).toContain('EGR3008');
  });

  test('refuses a folder without objects', () => {
    const empty = folderWith({ 'values.yaml': 'a: 1\n' });
    expect(run('audit', empty)).toEqual({
      status: 2,
      stdout: '',
      stderr: `no Kubernetes object in ${empty}: write the path of manifests\n`,
    });
  });
});

describe('explain', () => {
  const ask = (...args: readonly string[]): { outcome: string; hops: object[]; question: object } =>
    JSON.parse(run('explain', '--format', 'json', '--from', 'payments/api', ...args).stdout) as never;

  test('prints the outcome, and the object, file and line of a hop', () => {
    expect(ask('https://partner.example.com', clean)).toMatchObject({
      outcome: 'direct',
      hops: expect.arrayContaining([
        expect.objectContaining({
          decidedBy: expect.arrayContaining([
            expect.objectContaining({ object: 'ServiceEntry payments/partner', file: `${clean}/partner.yaml` }),
          ]) as object,
        }),
      ]) as object,
    });
  });

  test('prints a text with numbered hops', () => {
    const { status, stdout } = run('explain', '--from', 'payments/api', 'https://partner.example.com', clean);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^direct: payments\/api to partner\.example\.com:443 \(tls\)\n\nHops:\n {2}1\. /);
    expect(stdout).toMatch(new RegExp(`ServiceEntry payments/partner .*\\(${clean}/partner\\.yaml:\\d+\\)`));
  });

  test.each([
    [['--mesh', STRICT], 'blocked'],
    [[], 'direct'],
  ])('with %j an undeclared host is %s', (args, outcome) => {
    expect(ask(...args, 'https://other.example.com', clean).outcome).toBe(outcome);
  });

  test.each([
    ['https://A.Example.com./x?y=1#z', { host: 'a.example.com', port: 443, protocol: 'tls' }],
    ['http://a.example.com/x?y=1#z', { host: 'a.example.com', port: 80, protocol: 'http', path: '/x?y=1' }],
    ['http://a.example.com:8080', { host: 'a.example.com', port: 8080, protocol: 'http' }],
    ['grpc://a.example.com:50051', { host: 'a.example.com', port: 50051, protocol: 'http' }],
    ['wss://a.example.com', { host: 'a.example.com', port: 443, protocol: 'tls' }],
    ['tcp://db.example.com:5432', { host: 'db.example.com', port: 5432, protocol: 'tcp' }],
    ['tcp://[2001:db8::1]:22', { host: '2001:db8::1', port: 22, protocol: 'tcp' }],
    ['192.0.2.1:22', { host: '192.0.2.1', port: 22, protocol: 'tcp' }],
    ['*.example.com:443', { host: '*.example.com', port: 443, protocol: 'tls' }],
    ['a.example.com:80', { host: 'a.example.com', port: 80, protocol: 'http' }],
  ])('reads %s', (url, question) => {
    expect(ask(url, clean).question).toMatchObject(question);
  });

  test('reads the workload of the question', () => {
    const labels = ['--label', 'app=api', '--label', 'version=1=2'];
    expect(ask('--no-sidecar', ...labels, 'tcp://a.example.com:22', clean).question).toMatchObject({
      caller: {
        namespace: 'payments',
        serviceAccount: 'api',
        hasSidecar: false,
        labels: { app: 'api', version: '1=2' },
      },
    });
  });
});

test('report -o - writes the page to standard output, and a part that cannot be read to standard error', () => {
  const { status, stdout, stderr } = run('report', '-o', '-', broken);
  expect(status).toBe(2);
  expect(stdout).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  expect(stderr).toMatch(/^\S*broken\.yaml:2: the document is not valid YAML/);
});

test.each([
  ['explain', '--from', 'payments', 'https://partner.example.com'],
  ['report', '-o', '-'],
  ['graph'],
  ['diff', clean],
  ['diff', join(broken, 'broken.yaml')],
])('%s prints no answer if no object can be read', (...args) => {
  const { status, stdout, stderr } = run(...args, join(broken, 'broken.yaml'));
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^\S*broken\.yaml:2: the document is not valid YAML[^\n]*\n$/);
});

test.each([
  [['audit'], 'write a PATH'],
  [['audit', '--formt', 'json', '.'], "Unknown option '--formt': write --format"],
  [['explain', '--from', 'a', 'https://me:secret@a.example.com', '.'], 'URL must have no user and no password'],
  [['explain', '-from', 'a', 'https://a.example.com', '.'], "Unknown option '-f': write --from"],
  [['audit', '--mesh', 'a.yaml', '--mesh', 'b.yaml', '.'], '--mesh is written twice: write --mesh once'],
  [['audit', '--mesh'], '--mesh must have a value: write --mesh VALUE'],
  [['report', '-o'], '--output must have a value: write --output VALUE'],
  [['audit', '--no-suppress=yes', '.'], '--no-suppress has no value: write --no-suppress'],
  [['audit', '--format', 'xml', '.'], '--format must be one of table, json, sarif, github: got "xml"'],
  [
    ['audit', '--format', 'serif', '.'],
    '--format must be one of table, json, sarif, github: got "serif"; fix: write --format sarif',
  ],
  [['audit', '--min-level', 'info', '.'], '--min-level must be one of warning, error, note: got "info"'],
  [['explain', 'https://a.example.com', '.'], '--from must be NAMESPACE or NAMESPACE/SERVICE_ACCOUNT: got nothing'],
  [
    ['explain', '--from', 'A/b', 'https://a.example.com', '.'],
    '--from must be NAMESPACE or NAMESPACE/SERVICE_ACCOUNT: got "A/b"',
  ],
  [['explain', '--from', 'a'], 'write a URL'],
  [
    ['explain', '--from', 'a', 'test/'],
    'URL must be SCHEME://HOST[:PORT][/PATH] or HOST:PORT: got "test/"; fix: write a URL before the paths: https://edition.cnn.com',
  ],
  [
    ['explain', '--from', 'a', 'a.example.com/x', '.'],
    'URL must be SCHEME://HOST[:PORT][/PATH] or HOST:PORT: got "a.example.com/x"; fix: write https://a.example.com/x',
  ],
  [['explain', '--from', 'a', 'https://a.example.com'], 'write a PATH'],
  [['explain', '--from', 'a', 'tcp://a.example.com', '.'], 'URL must have a port between 1 and 65535'],
  [
    ['explain', '--from', 'a', 'ftp://8.8.8.8:53', '.'],
    'the scheme of URL must be one of http, grpc, ws, https, grpcs, wss, tls, tcp, udp: got "ftp"; fix: write tcp://8.8.8.8:PORT for',
  ],
  [['explain', '--from', 'a', 'a.example.com:70000', '.'], 'URL must have a port between 1 and 65535'],
  [['explain', '--from', 'a', 'https://a b', '.'], 'URL must be SCHEME://HOST[:PORT][/PATH] or HOST:PORT'],
  [
    ['explain', '--from', 'a', 'tcp://10.0.0.300:22', '.'],
    'the host of URL must be a DNS name or an IP address: got "10.0.0.300"; fix: write a host such as edition.cnn.com',
  ],
  [
    ['explain', '--from', 'a', 'https://münchen.de', '.'],
    'the host of URL must be a DNS name or an IP address: got "münchen.de"; fix: write xn--mnchen-3ya.de',
  ],
  [
    ['explain', '--from', 'a', '--method', 'get', 'http://a.example.com', '.'],
    '--method must be in capital letters, as in HTTP: got "get"; fix: write --method GET',
  ],
  [['explain', '--from', 'a', '--label', 'app', 'http://a.example.com', '.'], '--label must be KEY=VALUE: got "app"'],
  [['explain', '--from', 'a', '--method', 'GET', 'https://a.example.com', '.'], '--method needs an http URL'],
])('the arguments %j end with 2, and print the usage of the command', (args, mistake) => {
  const { status, stdout, stderr } = run(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.startsWith(mistake)).toBe(true);
  expect(stderr).toContain(`Usage: cdk8s-istio-egress ${args[0]} `);
});

test.each([
  ['a path', ['audit', 'none/'], 'cannot read '],
  ['a file of --mesh', ['audit', '--mesh', 'none.yaml', clean], '--mesh: cannot read '],
])('%s that does not exist ends with 2', (_, args, mistake) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr.startsWith(mistake)).toBe(true);
});

test.each(['explain', 'audit', 'diff', 'graph', 'report', 'synth', 'validate'])(
  '%s --help has the options, the exit codes and an example',
  (name) => {
    const { status, stdout } = run(name, '--help');
    expect(run('help', name).stdout).toBe(stdout);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: cdk8s-istio-egress ${name} `));
    expect(stdout).toContain('  -h, --help ');
    expect(stdout).toMatch(/\nExit codes:\n {2}0 {2}/);
    expect(stdout).toMatch(new RegExp(`\nExamples?:\n {2}(?:.* \\| )?cdk8s-istio-egress ${name} `));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  },
);
