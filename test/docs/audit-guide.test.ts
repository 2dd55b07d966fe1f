/** The commands of docs/guide/audit.md run, and print what the page shows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READING_CODES } from '../../lib/audit/manifest/reading-problem';
import { run } from '../cli/run';

const PAGE = readFileSync(join(__dirname, '../../docs/guide/audit.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'audit-guide-'));
const before = process.cwd();

const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, text]) => text as string);

beforeAll(() => {
  for (const text of blocks('yaml')) {
    const [, name, content] = /^# (\S+\.yaml)\n([^]*)$/.exec(text) ?? [];
    writeFileSync(join(folder, name as string), content as string);
  }
  process.chdir(folder);
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

test('the page has a command with its output in each section', () => {
  expect(COMMANDS.map(({ args: [name] }) => name)).toEqual(['explain', 'explain', 'audit']);
});

test.each(COMMANDS)('$args prints what the page shows', ({ args, status, output }) => {
  const ran = run(...args);
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status, stderr: '' });
  // A line of three dots is any number of lines, and three dots in a line are the rest of the line.
  const pattern = output
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/^\\\.\\\.\\\.\n/gm, '(?:.*\n)*')
    .replaceAll('\\.\\.\\.', '.*');
  expect(ran.stdout).toMatch(new RegExp(`^${pattern}$`));
});

test('the annotation of the page suppresses the finding', () => {
  const others = readFileSync('news.yaml', 'utf8').split('---\n').slice(1).join('---\n');
  writeFileSync('news.yaml', `${readFileSync('suppressed.yaml', 'utf8')}---\n${others}`);
  const { status, stdout } = run('audit', '--mesh', 'mesh.yaml', 'news.yaml');
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/0 errors.*, 1 suppressed/) as string,
  });
});

test('the page lists every problem of reading', () => {
  const rows = [...PAGE.matchAll(/^\| `(EGR39\d\d)` *\| (\w+) *\| (.*?) *\|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(Object.entries(READING_CODES).map(([code, { level, title }]) => [code, level, title]));
});
