/** The programs of the guide's page about tests run, and the matchers in these programs pass. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transpile, ModuleKind, ScriptTarget } from 'typescript';

const GUIDE = readFileSync(join(__dirname, '../../docs/guide/testing.md'), 'utf8');

const PROGRAMS = [...GUIDE.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

test('the programs with matchers pass', () => {
  const programs = PROGRAMS.filter((code) => code.includes("'cdk8s-istio-egress/testing"));
  expect(programs).toHaveLength(3);
  for (const program of programs) runProgram(program);
});

/** Runs a program as a file of tests, each test at once. */
function runProgram(program: string): void {
  const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a program of this repository
  const run = new Function('require', 'exports', 'test', transpile(program, options));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-call -- the function above
  run(require, {}, (_: string, body: () => void) => body());
}
