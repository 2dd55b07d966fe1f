/** The command of the package: the manifests of examples/allow-list from its file, exit codes and standard error. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOf } from '../support/examples';
import { run } from './run';

const ROOT = join(__dirname, '../..');
const FILE = join(ROOT, 'examples/allow-list/egress.yaml');
const folder = mkdtempSync(join(tmpdir(), 'allow-list-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('synth writes the manifests of the program that has the same rows in code, byte for byte', () => {
  const output = join(folder, 'example');
  const ran = run('synth', FILE, '-n', 'default', '-o', output);
  expect(ran).toEqual({ status: 0, stdout: `${join(output, 'egress.k8s.yaml')}\n`, stderr: '' });
  const written = new Map(readdirSync(output).map((file) => [file, readFileSync(join(output, file), 'utf8')]));
  expect(written).toEqual(filesOf('allow-list/main'));
});

test('validate writes nothing', () => {
  const output = join(folder, 'none');
  expect(run('validate', FILE)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(() => readdirSync(output)).toThrow('ENOENT');
});

describe('mistakes of the file', () => {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const row = '{ name: a, hosts: [a.example.com], protocol: TLS, from: [{ namespace: orders }] }';

  test.each(['synth', 'validate'])('of rows end %s with 1, and are on standard error, without a stack', (command) => {
    const path = file('rows.yaml', 'gateway: {}\nrows: [{ name: a, hosts: [a], protocol: TLS }, a]\n');
    const { status, stdout, stderr } = run(command, path, ...(command === 'synth' ? ['-o', join(folder, 'rows')] : []));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.split(': ', 2)[1]),
    ).toEqual(['EGR0201', 'EGR0102']);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(() => readdirSync(join(folder, 'rows'))).toThrow('ENOENT');
  });

  test('between rows end synth with 1, and write nothing', () => {
    const path = file(
      'conflict.yaml',
      `gateway: {}\nrows:\n  - ${row}\n  - { name: b, hosts: [b.example.com], protocol: TLS }\n`,
    );
    const { status, stderr } = run('synth', path, '-o', join(folder, 'conflict'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^.*conflict\.yaml:4:5: EGR1101: row b: [^\n]*\n$/);
    expect(() => readdirSync(join(folder, 'conflict'))).toThrow('ENOENT');
  });

  test('that are warnings are on standard error, once, and end nothing', () => {
    const path = file(
      'warning.yaml',
      `gateway: {}\nrows:\n  - { name: a, hosts: [a.example.com], protocol: HTTP, tlsOrigination: dangerouslySkipVerification }\n`,
    );
    const { status, stderr } = run('synth', path, '-o', join(folder, 'warning'));
    expect(status).toBe(0);
    expect(stderr.match(/EGR2008/g)).toHaveLength(1);
  });
});

test.each([
  [[], 'write a command: synth, validate, '],
  [['apply', 'egress.yaml'], 'unknown command apply'],
  [['synth'], 'synth must have one file'],
  [['synth', 'a.yaml', 'b.yaml'], 'synth must have one file'],
  [['synth', 'a.yaml', '--outdir', 'dist'], "Unknown option '--outdir': options: --help, --namespace, --output"],
  [['validate', 'a.yaml', '--namespaces', 'orders'], "Unknown option '--namespaces': write --namespace"],
  [['sinth', 'a.yaml'], 'unknown command sinth: write synth'],
  [['validate', 'a.yaml', '-o', 'dist'], 'validate writes nothing: remove --output'],
  [['validate', 'a.yaml', '-n', 'Orders'], '--namespace must be the name of a namespace'],
  [['validate', 'a.yaml', '-n', 'kube-system'], '--namespace cannot be kube-system'],
  [['synth', 'a.yaml', '--namespace', ''], '--namespace must be the name of a namespace'],
])('the arguments %j end with 2, and print the usage', (args, mistake) => {
  const { status, stdout, stderr } = run(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.startsWith(mistake)).toBe(true);
  expect(stderr).toContain('Usage:');
});

test('a folder that cannot be written ends synth with 2, and is named', () => {
  const output = join(folder, 'a-file');
  writeFileSync(output, '');
  const { status, stdout, stderr } = run('synth', FILE, '-n', 'default', '-o', output);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^--output: cannot write to .*a-file: EEXIST[^\n]*\n$/);
});

test('a file that cannot be read ends with 2, and is named with its folder', () => {
  const { status, stdout, stderr } = run('validate', 'none.yaml');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(`cannot read ${join(process.cwd(), 'none.yaml')}: write the path of a file that exists\n`);
});

test('--version prints the version of the package', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(run('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('--help prints the usage', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage:') as string, stderr: '' });
});
