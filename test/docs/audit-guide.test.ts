/** The commands of docs/guide/audit.md run, and print what the page shows. */
import { readFileSync, writeFileSync } from 'node:fs';
import { READING_CODES } from '../../lib/audit/manifest/reading-problem';
import { run } from '../cli/run';
import { expectOutput, GuidePage, inNewFolder } from './guide-page';

const page = new GuidePage('audit.md');

inNewFolder(() => {
  for (const text of page.blocks('yaml')) {
    const [, name, content] = /^# (\S+\.yaml)\n([^]*)$/.exec(text) ?? [];
    writeFileSync(name as string, content as string);
  }
});

test('the page has a command with its output in each section', () => {
  expect(page.commands.map(({ args: [name] }) => name)).toEqual(['explain', 'explain', 'audit', 'report']);
});

test.each(page.commands)('$args prints what the page shows', expectOutput);

test('the guide lists the sections of the HTML page', () => {
  run('report', '--mesh', 'mesh.yaml', '-o', 'report.html', 'news.yaml');
  const html = readFileSync('report.html', 'utf8');
  const headings = [...html.matchAll(/<h2 [^>]*>(.*?)(?: \(\d+\))?<\/h2>/g)].map(([, heading]) => heading);
  const [, section = ''] = page.text.split(/^## HTML page$/m);
  const rows = [...section.matchAll(/^\| ([A-Z][\w ]*?) *\|/gm)].map(([, heading]) => heading);
  expect(rows).toEqual(headings);
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
  const rows = [...page.text.matchAll(/^\| `(EGR39\d\d)` *\| (\w+) *\| (.*?) *\|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(Object.entries(READING_CODES).map(([code, { level, title }]) => [code, level, title]));
});
