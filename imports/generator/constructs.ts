/**
 * The goal of this module is to make typed constructs of CustomResourceDefinitions, in memory:
 * `renderConstructs(crdsYaml)`. It is `cdk8s import`, kept away from the cdk8s.yaml and the imports of the project.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CDK8S = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
const OPTIONS = ['--language', 'typescript', '--output', 'out', '--no-save', '--check-upgrade=false'];

/** The text of the one TypeScript file that `cdk8s import` makes of the CRDs of one API group. */
export function renderConstructs(crds: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'cdk8s-import-'));
  try {
    writeFileSync(join(cwd, 'crds.yaml'), crds);
    execFileSync(process.execPath, [CDK8S, 'import', 'crds.yaml', ...OPTIONS], { cwd, stdio: 'pipe' });
    const [file, ...others] = readdirSync(join(cwd, 'out'));
    if (!file || others.length > 0) throw new Error('expected the CRDs to be of one API group');
    return readFileSync(join(cwd, 'out', file), 'utf8');
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
