/** Writes `docs/threats.md`: `npm run threats`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCases } from '../conformance/cases/cases';
import { render } from './render';
import { shownBy } from './shown';
import { THREATS } from './threats';

export const DOCUMENT = join(__dirname, '..', '..', 'docs', 'threats.md');

async function write(): Promise<void> {
  writeFileSync(DOCUMENT, render(THREATS, shownBy(await allCases())));
}

if (require.main === module) void write();
