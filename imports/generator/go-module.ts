/**
 * The goal of this module is to make it possible to write: `goModule('istio.io/api', 'v1.31.1').read('path/in/module')`.
 *
 * Go modules are versioned, immutable and checked against the public checksum database, so they are a better source
 * of other projects' schemas than a branch of a repository is.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One version of a Go module in the local module cache. */
export interface GoModule {
  readonly name: string;
  readonly version: string;
  /** The text of a file, by its path inside the module. */
  read(path: string): string;
}

/** Downloads a module, unless the cache holds it already. Throws when `go` is missing or the download fails. */
export function goModule(name: string, version: string): GoModule {
  const { Dir } = JSON.parse(download(`${name}@${version}`)) as { Dir: string };
  return { name, version, read: (path) => readFileSync(join(Dir, path), 'utf8') };
}

/** The checksum that is recorded next to whatever was taken out of a file. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function download(query: string): string {
  // An empty directory, so that no go.mod or go.work around us has a say in the version.
  const cwd = mkdtempSync(join(tmpdir(), 'go-module-'));
  try {
    const env = { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' };
    return execFileSync('go', ['mod', 'download', '-json', query], { cwd, env, encoding: 'utf8' });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(
      missing ? 'go is not on the PATH: the files that come from Go modules need it' : `cannot download ${query}`,
      { cause: error },
    );
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
