/** The commands of docs/guide/changes.md run, and print what the page shows. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cli/run';
import { CHANGES, writeSetup } from '../support/changes';

const PAGE = readFileSync(join(__dirname, '../../docs/guide/changes.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'changes-guide-'));
const before = process.cwd();

const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, text]) => text as string);

beforeAll(() => {
  process.chdir(folder);
  for (const [name, setup] of Object.entries({ old: {}, ...CHANGES })) writeSetup(name, setup);
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Each command of the page, its exit code, and the output behind the command. */
const COMMANDS = blocks('sh').map((text, index) => {
  const [, args, code] = /^npx cdk8s-istio-egress ([^#\n]*?)(?: # exit code (\d))?\n$/.exec(text) ?? [];
  return { args: (args as string).split(' '), status: Number(code ?? 0), output: blocks('text')[index] as string };
});

test('the page has both commands', () => {
  expect(COMMANDS.map(({ args: [name] }) => name)).toEqual(['diff', 'diff', 'graph']);
});

test.each(COMMANDS)('$args prints what the page shows', ({ args, status, output }) => {
  // Three dots in a line are the rest of the line.
  const pattern = output.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\.\\.\\.', '.*');
  const ran = run(...args);
  expect(ran).toEqual({ status, stderr: '', stdout: expect.stringMatching(new RegExp(`^${pattern}$`)) as string });
});
