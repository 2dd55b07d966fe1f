/** The commands of the workflow of examples/ci, in a repository with a pull request, with the packed library. */
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { command, execute, freshApp, pack, Ran, remove, REPOSITORY, temporaryFolder } from './pack';

jest.setTimeout(180_000);

const EXAMPLE = join(REPOSITORY, 'examples/ci');
const FILES = ['charts.ts', 'main.ts', 'main.test.ts', 'cdk8s.yaml'];

interface Step {
  readonly name?: string;
  readonly run?: string;
}

const { jobs } = parse(readFileSync(join(EXAMPLE, 'workflow.yaml'), 'utf8')) as {
  jobs: { check: { steps: readonly Step[] } };
};

const folder = temporaryFolder();
/** The repository. */
let app: string;
let base: string;
/** A commit without an app. */
let empty: string;

/** Runs a step of the workflow as a runner does. `npm ci` has the packages of the app, without a registry. */
function runStep(name: string, commit = base): Ran {
  const step = jobs.check.steps.find((each) => each.name === name);
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    BASE: commit,
    GITHUB_STEP_SUMMARY: 'summary.md',
  };
  return execute(app, 'bash', ['-eo', 'pipefail', '-c', step?.run ?? 'exit 99'], env);
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  const { status, output } = execute(app, 'git', [...identity, ...args]);
  if (status !== 0) throw new Error(output);
  return output.trim();
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(join(app, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(app, file), text.replace(from, to));
}

beforeAll(() => {
  app = freshApp(folder, pack(folder));
  for (const file of FILES) cpSync(join(EXAMPLE, file), join(app, file));
  const programs = { cdk8s: command('cdk8s-cli', 'cdk8s'), jest: command('jest', 'jest'), tsx: command('tsx', 'tsx') };
  for (const [name, script] of Object.entries(programs)) symlinkSync(script, join(app, 'node_modules/.bin', name));
  mkdirSync(join(folder, 'bin'));
  const modules = join(app, 'node_modules');
  writeFileSync(join(folder, 'bin/npm'), `#!/bin/sh\ntest "$*" = ci && ln -sfn '${modules}' node_modules\n`);
  chmodSync(join(folder, 'bin/npm'), 0o755);
  writeFileSync(join(app, '.gitignore'), 'node_modules\ndist\n');
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message', 'empty');
  empty = git('rev-parse', 'HEAD');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'base');
  base = git('rev-parse', 'HEAD');
  change('charts.ts', "['edition.cnn.com']", "['edition.cnn.com', 'www.example.com']");
});

afterAll(() => remove(folder));

test('the tests of the example fail for a pull request that opens a denied host, with the way of the request', () => {
  const { status, output } = runStep('Test');
  expect(status).toBe(1);
  expect(output).toContain('expect(chart).toDeny("www.example.com", 443, { from: "test-egress/default" })');
  expect(output).toContain('Received: through the gateway istio-system/istio-egressgateway');
});

test('the tests of the example pass once the pull request changes them', () => {
  change('main.test.ts', "toDeny('www.example.com'", "toRouteThroughGateway('www.example.com'");
  expect(runStep('Test')).toMatchObject({ status: 0 });
});

test('the manifests are written and audited without a finding', () => {
  expect(runStep('Synthesize')).toMatchObject({ status: 0 });
  expect(runStep('Audit')).toMatchObject({ status: 0 });
  const { runs } = JSON.parse(readFileSync(join(app, 'egress.sarif'), 'utf8')) as { runs: { results: unknown[] }[] };
  expect(runs.map(({ results }) => results)).toEqual([[]]);
});

test('the comment on the pull request names the host that opens, and not the other host', () => {
  expect(runStep('Compare with the base of the pull request')).toMatchObject({ status: 0 });
  const comment = readFileSync(join(app, 'egress.md'), 'utf8');
  expect(comment).toContain('www.example.com');
  expect(comment).not.toContain('edition.cnn.com');
  expect(readFileSync(join(app, 'summary.md'), 'utf8')).toBe(comment);
});

test('the job fails until the host that opens is approved', () => {
  const { status, output } = runStep('Refuse a pull request that opens a way out, until the way is approved');
  expect(status).toBe(1);
  expect(output).toContain('1 change opens a way through a gateway: from test-egress/* to www.example.com:443 tls.');
});

test('the base of the first pull request has no app', () => {
  git('worktree', 'remove', '--force', 'base');
  expect(runStep('Compare with the base of the pull request', empty)).toMatchObject({ status: 0 });
  expect(readFileSync(join(app, 'egress.md'), 'utf8')).toContain('edition.cnn.com');
});

test('an annotation does not hide a mistake from the job', () => {
  const route = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'bank', annotations: { 'suppress.cdk8s-istio-egress/EGR3008': 'no reason' } },
    spec: { hosts: ['api.bank.example'], gateways: ['none'] },
  };
  writeFileSync(join(app, 'dist/bank.k8s.json'), JSON.stringify(route));
  expect(runStep('Audit')).toMatchObject({ status: 1 });
  expect(readFileSync(join(app, 'egress.sarif'), 'utf8')).toContain('"ruleId": "EGR3008"');
});
