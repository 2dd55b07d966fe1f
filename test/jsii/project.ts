/**
 * The library as a jsii project. The package itself is built by tsc, so the project is made in a folder of its own: what jsii wants
 * of a package.json, and this package has not, is written there alone.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, Ran, REPOSITORY } from '../consumer/pack';

const NODE_MODULES = join(REPOSITORY, 'node_modules');
const SOURCES = ['lib', 'imports', 'README.md', 'LICENSE'];

/** jsii's rule set `strict` allows these and no others: what more this repository's tsconfig.json asks for, `npm run types` checks. */
const COMPILER_OPTIONS = {
  target: 'ES2022',
  lib: ['ES2022'],
  module: 'CommonJS',
  types: ['node'],
  strict: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  isolatedModules: true,
  esModuleInterop: true,
  skipLibCheck: true,
  declaration: true,
  noEmitOnError: true,
};

/** Words that some language reserves are renamed there; for the peers, `devDependencies` of the repository count. */
const SILENCED = ['reserved-word', 'missing-dev-dependency'];

/** A warning about the version of Node would stand before everything else. */
const ENVIRONMENT = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', FORCE_COLOR: '0' };

/** Makes the project in a folder, with the sources of a repository. */
export function makeProject(folder: string, repository: string = REPOSITORY): void {
  for (const path of SOURCES.filter((name) => existsSync(join(repository, name)))) {
    const filter = (file: string): boolean => !/\.(js|d\.ts)$/.test(file);
    cpSync(join(repository, path), join(folder, path), { recursive: true, filter });
  }
  symlinkSync(NODE_MODULES, join(folder, 'node_modules'));
  writeJson(join(folder, 'package.json'), manifest());
  writeJson(join(folder, 'tsconfig.json'), { compilerOptions: COMPILER_OPTIONS, files: ['lib/index.ts'] });
}

/** Compiles the project: the JavaScript, the declarations and the assembly, `.jsii`. */
export function compile(folder: string): Ran {
  return run(folder, 'jsii', '--fail-on-warnings', '--silence-warnings', ...SILENCED);
}

/** The reference of the API in Markdown, from the assembly of a compiled project. */
export function reference(folder: string): string {
  const { status, output } = run(folder, 'jsii-docgen', '--output', 'API');
  if (status !== 0) throw new Error(`jsii-docgen failed:\n${output}`);
  // jsii-docgen leaves links of doc comments as they stand.
  return readFileSync(join(folder, 'API.md'), 'utf8').replace(/\{@link ([^}]+)\}/g, '`$1`');
}

/** A package.json for jsii. It wants an author and a repository: this package names neither, so these name nobody and nothing. */
function manifest(): object {
  const { name, version, description, license, main, types, dependencies, bundledDependencies, peerDependencies } =
    JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Record<string, unknown>;
  return {
    ...{ name, version, description, license, main, types, dependencies, bundledDependencies, peerDependencies },
    author: { name: `the authors of ${String(name)}` },
    repository: { type: 'none', url: '.' },
    files: ['.jsii', 'lib/**/*.js', 'lib/**/*.d.ts', 'imports/*.js', 'imports/*.d.ts'],
    jsii: {
      outdir: 'dist',
      tsconfig: 'tsconfig.json',
      targets: { python: { distName: name, module: String(name).replaceAll('-', '_') } },
    },
  };
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, JSON.stringify(content, undefined, 2));
}

function run(cwd: string, dependency: string, ...args: string[]): Ran {
  const script = command(dependency, dependency);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}
