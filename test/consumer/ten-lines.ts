/** The ten lines of the README as a program, and what it must write. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, execute, filesOf, remove, REPOSITORY } from './pack';

/** The file that the program writes, as a path from the output folder. */
export const WRITTEN = 'egress.k8s.yaml';

export const TEN_LINES = readFileSync(join(__dirname, 'ten-lines.txt'), 'utf8');

/** What `examples/ten-lines` writes when it runs from the sources of this repository. */
export function expectedManifest(): string {
  return manifestOf(REPOSITORY, command('tsx', 'tsx'), 'examples/ten-lines/main.ts');
}

/** The manifest that a program writes when Node runs it. The program must print nothing and write nothing else. */
export function manifestOf(cwd: string, ...args: string[]): string {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-istio-egress-'));
  try {
    const ran = execute(cwd, process.execPath, args, { CDK8S_OUTDIR: outdir });
    const found = JSON.stringify({ ...ran, files: filesOf(outdir) });
    if (found !== JSON.stringify({ status: 0, output: '', files: [WRITTEN] })) throw new Error(found);
    return readFileSync(join(outdir, WRITTEN), 'utf8');
  } finally {
    remove(outdir);
  }
}
