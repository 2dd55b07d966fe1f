/** Compiles the library with jsii and says what jsii refuses: `npm run jsii`. With a folder, the project stays there. */
import { mkdirSync } from 'node:fs';
import { remove, temporaryFolder } from '../consumer/pack';
import { compile, makeProject } from './project';

function main(kept: string | undefined): number {
  const folder = kept ?? temporaryFolder();
  mkdirSync(folder, { recursive: true });
  try {
    makeProject(folder);
    const { status, output } = compile(folder);
    console.log(output.trim());
    return status ?? 1;
  } finally {
    if (kept === undefined) remove(folder);
  }
}

process.exitCode = main(process.argv[2]);
