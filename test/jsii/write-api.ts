/** Writes `docs/API.md` from the assembly that jsii makes: `npm run api`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove, REPOSITORY, temporaryFolder } from '../consumer/pack';
import { compile, makeProject, reference } from './project';

export const DOCUMENT = join(REPOSITORY, 'docs', 'API.md');

function main(): void {
  const folder = temporaryFolder();
  try {
    makeProject(folder);
    const { status, output } = compile(folder);
    if (status !== 0) throw new Error(`jsii refuses the library:\n${output}`);
    writeFileSync(DOCUMENT, reference(folder));
  } finally {
    remove(folder);
  }
}

if (require.main === module) main();
