/** `diff` and `graph` of sets that the library writes. `UPDATE_GOLDENS=1` writes the comments of pull requests. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANGES, writeSetup } from '../support/changes';
import { run } from './run';

const folder = mkdtempSync(join(tmpdir(), 'changes-'));
const home = process.cwd();
const OLD = 'old';
const changed = (name: string): string => name;

beforeAll(() => {
  process.chdir(folder);
  writeSetup(OLD, {});
  for (const [name, setup] of Object.entries(CHANGES)) writeSetup(changed(name), setup);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

test.each(Object.keys(CHANGES))('the comment of a pull request for one %s is the reviewed one', (name) => {
  const golden = join(__dirname, 'comments', `${name}.md`);
  const { status, stdout, stderr } = run('diff', '--format', 'markdown', OLD, changed(name));
  if (process.env['UPDATE_GOLDENS'] !== undefined) writeFileSync(golden, stdout);
  expect({ status, stderr, stdout }).toEqual({ status: 1, stderr: '', stdout: readFileSync(golden, 'utf8') });
});

describe('diff', () => {
  test('ends with 0 for a set without a change, in every format', () => {
    expect(run('diff', OLD, OLD)).toEqual({ status: 0, stderr: '', stdout: 'No way out of the mesh changes.\n' });
    const { status, stdout } = run('diff', '--format', 'json', OLD, OLD);
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      {
        opens: false,
        changes: [],
        newFindings: [],
        fixedFindings: [],
        unevaluatedFindings: [],
        suppressedFindings: [],
      },
    ]);
  });

  test('ends with 1 if something opens, with 0 if nothing does, and with 0 if the opening is allowed', () => {
    const [before, after] = [OLD, changed('widened-source')];
    expect(run('diff', before, after).status).toBe(1);
    expect(run('diff', after, before).status).toBe(0);
    expect(run('diff', '--allow-opening', before, after).status).toBe(0);
  });

  test('ends with 2 for a part that cannot be read, also if the opening is allowed', () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, `apiVersion: v1\nkind: "x\n---\n${readFileSync(join(OLD, 'team.k8s.yaml'), 'utf8')}`);
    const { status, stderr } = run('diff', '--allow-opening', broken, OLD);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`${broken}:`)]);
    expect(run('diff', OLD, join(folder, 'missing')).status).toBe(2);
  });

  test('the first manifests have no objects before, and new manifests must have objects', () => {
    const empty = join(folder, 'empty.yaml');
    writeFileSync(empty, '');
    expect(run('diff', empty, OLD).stdout).toContain('closes');
    expect(run('diff', OLD, empty).stderr).toMatch(/^no Kubernetes object in /);
  });

  test.each([[[]], [['old']], [['old', 'new', 'more']]])('refuses the paths %j', (paths) => {
    const { status, stderr } = run('diff', ...paths);
    expect([status, stderr.split('\n')[0]]).toEqual([2, 'write two paths: OLD NEW']);
  });
});

test('graph draws the sources, the gateway and the hosts, and the requests around the gateway', () => {
  const { status, stdout } = run('graph', changed('added-host'));
  expect(status).toBe(0);
  expect(stdout).toContain('subgraph x1["direct, around every gateway"]');
  expect(stdout).toContain('subgraph x2["gateway istio-egress/egress: 2 hosts"]');
  expect(run('graph', '--format', 'dot', OLD).stdout).toMatch(/^digraph egress \{\n[^]*\}\n$/);
});
