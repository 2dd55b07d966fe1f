import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileTooLarge, MAX_FILE_SIZE, SourceFile, STANDARD_INPUT } from '../lib/audit/manifest/read-manifests';
import { readingProblem, ReadingProblem } from '../lib/audit/manifest/reading-problem';
import { UnreadableError } from './command';
import { filesOfRevision, isRevision } from './git';

/** Files as text, and the files that are no text. */
export interface Files {
  /** Each file is read when it is asked for. */
  readonly sources: Iterable<SourceFile>;
  /** Complete after the last file. */
  readonly problems: readonly ReadingProblem[];
}

/** The names of the files that are read in a folder. */
const MANIFEST = /\.(?:ya?ml|json)$/i;

/** A path in a revision of git. A drive of Windows has one letter. */
const IN_REVISION = /^[^:]{2,}:/;

/**
 * Returns the files of paths: a file, a folder with its `.yaml`, `.yml` and `.json` files and all folders below, `-` for standard
 * input, or `REV:PATH` for a file or a folder of a revision of git. Folders whose names begin with a dot, and `node_modules`, are left
 * out.
 *
 * @param namespace the namespace of objects without one
 * @throws UnreadableError for a path that does not exist, while the files are read
 */
export function filesOf(paths: readonly string[], namespace?: string): Files {
  const problems: ReadingProblem[] = [];
  function* sources(): Generator<SourceFile> {
    for (const path of paths) {
      for (const [file, content] of contentsOf(path, problems)) {
        const text = textOf(content);
        if (text === undefined) problems.push(notText(file));
        else yield { file, text, namespace };
      }
    }
  }
  return { sources: sources(), problems };
}

/** Reads one file, such as that of `--mesh`. @throws UnreadableError for a file that cannot be read as text */
export function fileOf(option: string, path: string): SourceFile {
  try {
    const text = textOf(readFileSync(path === STANDARD_INPUT ? 0 : path));
    if (text !== undefined) return { file: slashes(path), text };
  } catch {
    // The message below.
  }
  throw new UnreadableError(`${option}: cannot read ${resolve(path)}: write the path of a file with text in UTF-8`);
}

function* contentsOf(path: string, problems: ReadingProblem[]): Generator<readonly [string, Buffer]> {
  const stat = path === STANDARD_INPUT ? undefined : statSync(path, { throwIfNoEntry: false });
  if (path === STANDARD_INPUT) yield [STANDARD_INPUT, readFileSync(0)];
  else if (stat === undefined) yield* revisionOf(path);
  else {
    for (const file of stat.isDirectory() ? filesBelow(path) : [path]) {
      if (statSync(file).size > MAX_FILE_SIZE) problems.push(fileTooLarge(slashes(file)));
      else yield [slashes(file), contentOf(file)];
    }
  }
}

function* revisionOf(path: string): Generator<readonly [string, Buffer]> {
  if (!IN_REVISION.test(path)) {
    const fix = isRevision(path)
      ? `${path} is a revision of git: write ${path}:PATH, such as ${path}:dist`
      : 'write the path of a file or folder that exists';
    throw new UnreadableError(`cannot read ${resolve(path)}: ${fix}`);
  }
  for (const { path: below, content } of filesOfRevision(path, isManifest)) {
    yield [below === '' ? path : `${path.replace(/\/$/, '')}${path.endsWith(':') ? '' : '/'}${below}`, content];
  }
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UnreadableError(`cannot read ${resolve(file)}: ${(error as Error).message}`);
  }
}

/** Returns the manifests below a folder, sorted by path. A link to a folder above is followed once. */
function filesBelow(folder: string, above: ReadonlySet<string> = new Set()): readonly string[] {
  const real = realpathSync(folder);
  if (above.has(real)) return [];
  const folders = new Set([...above, real]);
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() === true) return isHidden(name) ? [] : filesBelow(path, folders);
      return stat?.isFile() === true && isManifest(name) ? [path] : [];
    });
}

function isManifest(path: string): boolean {
  return MANIFEST.test(path) && !path.split('/').slice(0, -1).some(isHidden);
}

function isHidden(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules';
}

function textOf(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function notText(file: string): ReadingProblem {
  const message = 'the file is no text in UTF-8, and is not read';
  return readingProblem('EGR3901', { message, fix: 'write the file in UTF-8', file });
}
