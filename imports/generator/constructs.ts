/**
 * The goal of this module is to make typed constructs of CustomResourceDefinitions, in memory:
 * `renderConstructs(crdsYaml)`. It is `cdk8s import`, kept away from the cdk8s.yaml and the imports of the project.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CDK8S = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
const FOLDER = 'imports';
const OPTIONS = ['--language', 'typescript', '--output', FOLDER, '--no-save', '--check-upgrade=false'];

/** The TypeScript files that `cdk8s import` makes of the CRDs, one for each API group: their texts by their paths. */
export function renderConstructs(crds: string): Record<string, string> {
  const cwd = mkdtempSync(join(tmpdir(), 'cdk8s-import-'));
  try {
    writeFileSync(join(cwd, 'crds.yaml'), crds);
    execFileSync(process.execPath, [CDK8S, 'import', 'crds.yaml', ...OPTIONS], { cwd, stdio: 'pipe' });
    const paths = readdirSync(join(cwd, FOLDER)).map((file) => `${FOLDER}/${file}`);
    return Object.fromEntries(paths.map((path) => [path, readFileSync(join(cwd, path), 'utf8')]));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
