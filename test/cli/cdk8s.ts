/** `cdk8s synth`, run as its users run it, into a folder of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';
import { identity } from '../support/synthesized';
import { Manifest } from '../../lib/audit/manifest/manifest';

export const REPOSITORY = resolve(__dirname, '../..');
const CDK8S = join(REPOSITORY, 'node_modules/.bin/cdk8s');
const TSX = join(REPOSITORY, 'node_modules/.bin/tsx');

export interface Synth {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The files that were written, as paths from the output folder, sorted, with what is in them. */
  readonly files: ReadonlyMap<string, string>;
}

interface Call {
  /** The app, from the root of the repository; without it the one that `cdk8s.yaml` of the folder names. */
  readonly app?: string;
  /** Where the command runs; the root of the repository without it. */
  readonly cwd?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** With `--stdout` cdk8s takes no `--output`. */
export async function synth({ app, cwd = '.', args = [], env = {} }: Call): Promise<Synth> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-egress-'));
  try {
    const output = join(folder, 'dist');
    const asked = ['synth', '--check-upgrade=false', ...(app === undefined ? [] : ['--app', `${TSX} ${app}`])];
    const where = args.includes('--stdout') ? [] : ['--output', output];
    const child = spawn(CDK8S, [...asked, ...where, ...args], {
      cwd: join(REPOSITORY, cwd),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = once(child, 'close') as Promise<[Synth['status']]>;
    const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { status, stdout, stderr, files: readFiles(output) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readFiles(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

/** The objects of the manifests among the files, in the order of the files. */
export function objectsOf(files: ReadonlyMap<string, string>): Manifest[] {
  return [...files].filter(([path]) => path.endsWith('.k8s.yaml')).flatMap(([, text]) => parse(text));
}

/** The objects of a text; what is no YAML, or holds anything else, fails the test. */
export function parse(text: string): Manifest[] {
  const documents = parseAllDocuments(text);
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const objects = documents.map((document) => document.toJS() as Manifest);
  expect(objects.filter((object) => typeof object?.kind !== 'string')).toEqual([]);
  return objects;
}

/** Kind, namespace and name of each object, sorted. */
export function identities(manifests: readonly Manifest[]): string[] {
  return manifests.map(identity).sort();
}
