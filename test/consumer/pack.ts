/** The library as its users get it: packed by npm, and installed in a fresh cdk8s TypeScript app. No network is used. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { copyTemplate } from './template';

export const REPOSITORY = resolve(__dirname, '../..');
const MODULES = join(REPOSITORY, 'node_modules');

/** What `cdk8s init typescript-app` installs, without cdk8s-plus. */
const INSTALLED = ['cdk8s', 'constructs', 'typescript', 'jest', 'ts-jest', '@types/node', '@types/jest'];

/** What is packed as it stands. */
const DOCUMENTS = [
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs',
  'examples',
  'bench/RESULTS.md',
  'egress-allow-list.schema.json',
];
const BESIDE_THE_CODE = ['package.json', ...DOCUMENTS];
const TO_BUILD = [...BESIDE_THE_CODE, 'bin', 'lib', 'imports', '.ci', 'tsconfig.json', 'tsconfig.build.json'];

export interface Packed {
  /** The tarball. */
  readonly tarball: string;
  /** The paths in it, sorted. */
  readonly files: readonly string[];
}

export interface Ran {
  readonly status: number | null;
  /** What it printed on stdout, then on stderr. */
  readonly output: string;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'cdk8s-istio-egress-'));
}

/** Every file of a folder, as paths from it, sorted. */
export function filesOf(folder: string): string[] {
  const paths = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return paths.filter((path) => statSync(join(folder, path)).isFile()).sort();
}

/** Packs a copy of the sources, so that what the build emits never stands in the work tree. */
export function pack(folder: string): Packed {
  const copy = join(folder, 'sources');
  for (const path of TO_BUILD.filter((name) => existsSync(join(REPOSITORY, name)))) {
    const filter = (file: string): boolean => path.startsWith('.') || !/\.(js|d\.ts)$/.test(file);
    cpSync(join(REPOSITORY, path), join(copy, path), { recursive: true, filter });
  }
  symlinkSync(MODULES, join(copy, 'node_modules'));
  const json = npm(copy, 'pack', '--json', '--offline', '--pack-destination', folder);
  const [report] = JSON.parse(json) as { filename: string; files: { path: string }[] }[];
  if (!report) throw new Error(`npm pack reported nothing: ${json}`);
  const files = report.files.map(({ path }) => path).sort();
  return { tarball: join(folder, report.filename), files };
}

/**
 * A fresh app with the tarball installed by npm. The peers are links to this repository's, which the package finds from where
 * it lies: one copy of each, as npm would have it. No cdk8s-plus is installed unless it is named.
 */
export function freshApp(folder: string, { tarball }: Packed, ...plus: string[]): string {
  const app = join(folder, ['app', ...plus].join('-'));
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'fresh', version: '1.0.0', private: true }));
  copyTemplate(app);
  npm(app, 'install', '--offline', '--no-save', '--no-audit', '--no-fund', '--legacy-peer-deps', tarball);
  for (const name of [...INSTALLED, ...plus]) {
    const link = join(app, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(MODULES, name), link);
  }
  return app;
}

/** Where the library lies in an app. */
export function installedIn(app: string): string {
  return join(app, 'node_modules/cdk8s-istio-egress');
}

/** Runs a script with this Node, and gives all that it printed. */
export function run(cwd: string, script: string, ...args: string[]): Ran {
  return execute(cwd, process.execPath, [script, ...args]);
}

/** Runs a program with more variables in its environment, and gives all that it printed. */
export function execute(cwd: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr, error } = spawnSync(program, args, options);
  if (error) throw error;
  return { status, output: `${stdout}${stderr}` };
}

function npm(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** The script behind a command of a dependency. */
export function command(dependency: string, name: string): string {
  const { bin } = JSON.parse(readFileSync(join(MODULES, dependency, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const script = typeof bin === 'string' ? bin : bin[name];
  if (script === undefined) throw new Error(`${dependency} has no command ${name}`);
  return join(MODULES, dependency, script);
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
