/** Writes `docs/threats.md`: `npm run threats`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from './render';
import { THREATS } from './threats';

export const DOCUMENT = join(__dirname, '..', '..', 'docs', 'threats.md');

if (require.main === module) writeFileSync(DOCUMENT, render(THREATS));
