/** The folder outside the work tree where what was built is kept, by what it was built from. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'cdk8s-istio-egress', 'conformance');

/** The folder of what is called `name` and made from `key`. */
export function cached(name: string, key: string): string {
  return join(CACHE, `${name}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`);
}

/**
 * The folder, filled by `build` where it is not there yet. It appears whole or not at all: an interrupted build leaves only a
 * folder beside it, which the next one removes. Two builds at a time do not meet; the first to end counts.
 */
export async function fill(folder: string, build: (into: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  removeLeftovers(folder);
  const into = `${folder}${UNFINISHED}${process.pid}`;
  mkdirSync(into);
  await build(into);
  // Programs also run as other users than the one who built them.
  chmodSync(into, 0o755);
  if (existsSync(folder)) rmSync(into, { recursive: true });
  else renameSync(into, folder);
  return folder;
}

const UNFINISHED = '.unfinished-';

/** What builds left that have ended, by the number of their process. */
function removeLeftovers(folder: string): void {
  const start = `${folder}${UNFINISHED}`;
  const paths = readdirSync(CACHE).map((name) => join(CACHE, name));
  for (const path of paths.filter((path) => path.startsWith(start))) {
    if (!runs(Number(path.slice(start.length)))) rmSync(path, { recursive: true, force: true });
  }
}

/** Another process with this number; a build of this one has failed. */
function runs(pid: number): boolean {
  return pid !== process.pid && existsSync(`/proc/${pid}`);
}

/** The content of all files below a folder, with their names: a key that changes with any of them. */
export function contentOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return files
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => `${file}\0${readFileSync(join(folder, file), 'utf8')}\0`)
    .join('');
}
