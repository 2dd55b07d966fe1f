/** Every kind of mistake in a file is reported in one run, with its place, in the words of the file. */
import { App, Chart } from 'cdk8s';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { EgressAllowList } from '../../../lib';
import { messageOf } from '../help';

const FILE = relative(process.cwd(), join(__dirname, 'mistakes.yaml'));
const GOLDEN = join(__dirname, 'mistakes.txt');

const chart = new Chart(new App(), 'egress', { namespace: 'default' });
const lines = messageOf(() => EgressAllowList.fromFile(chart, 'list', { file: FILE, today: '2026-11-29' })).split('\n');

test('the mistakes of a file are those of the golden', () => {
  const text = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_GOLDENS']) writeFileSync(GOLDEN, text);
  expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
});
