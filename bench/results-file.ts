/** `bench/RESULTS.md`: a part for each benchmark, which begins with a heading of the first level. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './compile';

const FILE = join(ROOT, 'bench', 'RESULTS.md');

/** Writes a part in place of the part with the same heading, or behind all others. */
export function writePart(part: string): void {
  const headingOf = (text: string): string => text.slice(0, text.indexOf('\n'));
  const parts = readFileSync(FILE, 'utf8')
    .split(/^(?=# )/m)
    .map((each) => `${each.trimEnd()}\n`);
  const index = parts.findIndex((each) => headingOf(each) === headingOf(part));
  if (index < 0) parts.push(part);
  else parts[index] = part;
  writeFileSync(FILE, parts.join('\n'));
}
