/** Every kind of mistake in a file is reported in one run, with its place, in the words of the file. */
import { App, Chart } from 'cdk8s';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { EgressAllowList } from '../../../lib';
import { messageOf } from '../help';

const FILE = relative(process.cwd(), join(__dirname, 'mistakes.yaml'));
const GOLDEN = join(__dirname, 'mistakes.txt');

const chart = new Chart(new App(), 'egress', { namespace: 'default' });
const text = messageOf(() => EgressAllowList.fromFile(chart, 'list', { file: FILE, today: '2026-11-29' }));
const lines = text.split('\n');

test('the mistakes of a file are those of the golden', () => {
  if (process.env['UPDATE_GOLDENS']) writeFileSync(GOLDEN, `${text}\n`);
  expect(`${text}\n`).toBe(readFileSync(GOLDEN, 'utf8'));
});

test('every row has a finding, with the line on which the row is', () => {
  const { rows } = parse(readFileSync(FILE, 'utf8')) as { rows: ({ name?: string } | string)[] };
  const source = readFileSync(FILE, 'utf8').split('\n');
  const starts = source.flatMap((line, index) => (line.startsWith('  - ') ? [index + 1] : []));
  expect(rows.length).toBeGreaterThanOrEqual(40);
  expect(starts).toHaveLength(rows.length);
  const found = lines.map((line) => Number(/^[^:]+:(\d+):\d+: EGR\d{4}: /.exec(line)?.[1]));
  // Of the two rows in conflict, the later one has the finding.
  const without = rows.filter((_, index) => {
    const end = starts[index + 1] ?? Infinity;
    return !found.some((line) => line >= (starts[index] ?? 0) && line < end);
  });
  expect(without).toEqual([expect.objectContaining({ name: 'first' })]);
});

test('the texts have the words of files, and no words of programs', () => {
  const words = /\b[A-Z][a-z]\w+\.\w+|External\w+|Egress[A-Z]\w+|HttpCredential|\bDuration|\bnew |\broutes?\b/g;
  expect(text.match(words)).toBeNull();
});
