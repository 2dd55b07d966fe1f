/** Compiles the programs of the benchmark, and bundles the library and the command as `npm run build` does. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..');

/** Calls a function with the folder of the compiled programs, which exists as long as the call. */
export function withCompiled<T>(measure: (folder: string) => T): T {
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.bench-'));
  try {
    compile(folder);
    return measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compile(folder: string): void {
  console.error('compiling ...');
  const bundle = (entry: string, out: string): readonly [string, ...string[]] => {
    const args = [join(ROOT, entry), `--outfile=${join(folder, out)}`, '--external:cdk8s-istio-egress'];
    return ['npm', 'run', '--silent', 'bundle', '--', ...args, '--allow-overwrite'];
  };
  const commands = [
    ['npx', 'tsc', '-p', join(ROOT, 'bench', 'tsconfig.json'), '--outDir', folder] as const,
    bundle('lib/index.ts', 'lib/index.js'),
    bundle('bin/cdk8s-istio-egress.ts', 'bin/cdk8s-istio-egress.js'),
  ];
  for (const [command, ...args] of commands) {
    const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) throw new Error('the library does not compile');
  }
}
