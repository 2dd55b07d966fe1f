import { execFileSync } from 'node:child_process';
import { UnreadableError } from './command';

const HINT = 'write a path that exists, or REV:PATH of the git repository in this folder';

/** A file of a revision. */
export interface GitFile {
  /** The path below the path that was asked for; empty for a file that was asked for itself. */
  readonly path: string;
  readonly content: Buffer;
}

/** Number of bytes that git may write for all files. */
const MAX_OUTPUT = 512 * 1024 * 1024;

/**
 * Returns the files of `REV:PATH` whose path fulfils a condition. PATH is a file or a folder; a folder is read with all folders below.
 * As in git, PATH begins at the root of the repository, or with `./` at the working directory.
 *
 * @throws UnreadableError if git has no such revision or path
 */
export function filesOfRevision(object: string, isWanted: (path: string) => boolean): readonly GitFile[] {
  const id = idOf(object);
  const isFolder = git(object, ['cat-file', '-t', id]).toString().trim() === 'tree';
  if (!isFolder) return [{ path: '', content: git(object, ['cat-file', 'blob', id]) }];
  const entries = git(object, ['ls-tree', '-r', '-z', '--full-tree', id])
    .toString()
    .split('\0')
    .filter((entry) => entry !== '');
  const wanted = entries.flatMap((entry) => {
    const [, type, blob, path] = /^\d+ (\w+) (\w+)\t([^]*)$/.exec(entry) ?? [];
    return type === 'blob' && blob !== undefined && path !== undefined && isWanted(path) ? [{ blob, path }] : [];
  });
  const contents = blobs(
    object,
    wanted.map(({ blob }) => blob),
  );
  return wanted.map(({ path }, index) => ({ path, content: contents[index] as Buffer }));
}

/** Returns the content of blobs, from one process: `ID blob SIZE`, a line break, the bytes, a line break. */
function blobs(object: string, ids: readonly string[]): readonly Buffer[] {
  const output = git(object, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  let at = 0;
  return ids.map(() => {
    const header = output.indexOf('\n', at);
    const size = Number(output.subarray(at, header).toString().split(' ')[2]);
    at = header + 1 + size + 1;
    return output.subarray(header + 1, header + 1 + size);
  });
}

/** Returns whether a text is a revision of the git repository in the working directory, without a path. */
export function isRevision(text: string): boolean {
  try {
    git(text, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${text}^{commit}`]);
    return true;
  } catch {
    return false;
  }
}

function idOf(object: string): string {
  const revision = object.slice(0, object.indexOf(':'));
  if (!isRevision(revision))
    throw new UnreadableError(`cannot read ${object}: ${revision} is no revision of git; ${HINT}`);
  return git(object, ['rev-parse', '--verify', '--quiet', '--end-of-options', object]).toString().trim();
}

function git(object: string, args: readonly string[], input = ''): Buffer {
  try {
    return execFileSync('git', args, { cwd: process.cwd(), input, maxBuffer: MAX_OUTPUT, stdio: 'pipe' });
  } catch (error) {
    const { stderr, code } = error as { stderr?: Buffer; code?: string };
    const reason = code === 'ENOENT' ? 'git is not installed' : (stderr?.toString().trim().split('\n')[0] ?? '');
    throw new UnreadableError(`cannot read ${object}${reason === '' ? '' : ` (${reason})`}: ${HINT}`);
  }
}
