/** What `cdk8s init typescript-app` writes, read from the pinned cdk8s-cli: the command itself installs from a registry. */
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MODULES = resolve(__dirname, '../../node_modules');
const TEMPLATE = join(MODULES, 'cdk8s-cli/templates/typescript-app');

/** The files beside package.json that compile, test and synthesize the app. */
const FILES = ['tsconfig.json', 'jest.config.js', 'cdk8s.yaml'];

interface PackageJson {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export function copyTemplate(app: string): void {
  for (const file of FILES) cpSync(join(TEMPLATE, file), join(app, file));
}

/** The text of the package.json of an app that is made in a folder called `app`. */
export function templatePackageJson(): string {
  const cli = packageJsonOf('cdk8s-cli');
  const values: Readonly<Record<string, string | undefined>> = {
    $base: 'app',
    cdk8s_core_version: packageJsonOf('cdk8s').version,
    cdk8s_plus_version: packageJsonOf('cdk8s-plus-33').version,
    constructs_version: cli.dependencies?.['constructs']?.replace('^', ''),
    cdk8s_cli_spec: `^${cli.version}`,
  };
  const template = readFileSync(join(TEMPLATE, 'package.json'), 'utf8');
  return template.replace(/\{\{ (\S+) \}\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** The package.json of a dependency of this repository. */
function packageJsonOf(name: string): PackageJson {
  return JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8')) as PackageJson;
}
