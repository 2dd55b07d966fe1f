/**
 * Writes the files of volumes as the kubelet does: into a folder of their own, to which `..data` then points. The files of a volume
 * change at once, and programs that watch the volume see `..data` move.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../../tools/command';

const DATA = '..data';

/** The files of a volume, by their paths below it. */
export type Files = Readonly<Record<string, string>>;

/** Replaces the files of a volume that is mounted at a folder. */
export async function replaceFiles(folder: string, files: Files, user: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const link = join(folder, DATA);
  const before = existsSync(link) ? readlinkSync(link) : undefined;
  const next = mkdtempSync(`${folder}/..`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(next, path)), { recursive: true });
    writeFileSync(join(next, path), text);
  }
  chmodSync(next, 0o755);
  await run('chown', ['-R', `${user}:${user}`, folder]);
  point(link, next.slice(folder.length + 1));
  for (const name of new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))) {
    point(join(folder, name), join(DATA, name));
  }
  if (before !== undefined) rmSync(join(folder, before), { recursive: true });
}

/** Makes a link at once, also where a link is. */
function point(link: string, target: string): void {
  rmSync(`${link}_tmp`, { force: true });
  symlinkSync(target, `${link}_tmp`);
  renameSync(`${link}_tmp`, link);
}
