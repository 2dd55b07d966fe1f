/** The package managers that install the app, and what they are asked to do. */
import { join } from 'node:path';
import { execute, Ran } from '../pack';
import { must } from './tools';

export interface PackageManager {
  readonly name: string;
  /** The program, from the folder of the tools' packages. */
  readonly program: (tools: string) => string;
  /** What it reads beside package.json; the lock file is the first. */
  readonly files: readonly string[];
  /** Installs what the lock file says, and fails if package.json says otherwise. */
  readonly install: readonly string[];
  /** Writes the lock file and installs nothing. */
  readonly lock: readonly string[];
  /** Adds packages to the app. */
  readonly add: string;
  readonly remove: string;
  /** Stands between the name of a script and its arguments. */
  readonly separator: readonly string[];
  /** Further arguments of `cdk8s synth`. */
  readonly synth: readonly string[];
}

export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    name: 'npm',
    program: () => 'npm',
    files: ['package-lock.json'],
    install: ['ci'],
    lock: ['install', '--package-lock-only'],
    add: 'install',
    remove: 'uninstall',
    separator: ['--'],
    synth: [],
  },
  {
    name: 'pnpm',
    program: (tools) => join(tools, '.bin/pnpm'),
    files: ['pnpm-lock.yaml'],
    install: ['install', '--frozen-lockfile'],
    lock: ['install', '--lockfile-only'],
    add: 'add',
    remove: 'remove',
    separator: [],
    synth: [],
  },
  {
    name: 'yarn (PnP)',
    program: (tools) => join(tools, '.bin/yarn'),
    files: ['yarn.lock', '.yarnrc.yml'],
    install: ['install', '--immutable'],
    lock: ['install', '--mode=update-lockfile'],
    add: 'add',
    remove: 'remove',
    separator: [],
    // The template's `npx ts-node main.ts` looks for ts-node in node_modules, which Plug'n'Play does not have.
    synth: ['--app', 'yarn ts-node main.ts'],
  },
];

/** Runs a package manager in a folder, with npm's own settings: yarn does not read the registry from .npmrc. */
export function runIn(folder: string, tools: string, manager: PackageManager, ...args: string[]): Ran {
  const registry = must(execute(folder, 'npm', ['config', 'get', 'registry'])).trim();
  const env = { YARN_NPM_REGISTRY_SERVER: registry, YARN_ENABLE_TELEMETRY: '0' };
  return execute(folder, manager.program(tools), args, env);
}
