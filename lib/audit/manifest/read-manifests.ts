import { Document, documentsOf, linesIn } from './documents';
import { actionIn, helmTemplate } from './helm-template';
import { lastOfTwins, Twins } from './last-of-twins';
import { Manifest, nameOf } from './manifest';
import { canHaveObject, isMeantAsObject, objectsIn } from './objects';
import { readObject } from './read-object';
import { ReadDocument } from './read-document';
import { readDocuments } from './read-documents';
import { readingProblem, ReadingProblem } from './reading-problem';

/** A file with manifests. */
export interface SourceFile {
  /** The path as messages have it, with forward slashes; `-` for standard input. */
  readonly file: string;
  readonly text: string;
  /** The namespace of objects without `metadata.namespace`, as of `kubectl apply --namespace`. */
  readonly namespace?: string;
}

/** The name of standard input in messages, and on the command line. */
export const STANDARD_INPUT = '-';

/** The objects of files, and the problems of reading. */
export interface Reading {
  /** The objects in the order of the files. Of several manifests of one object, the last one. */
  readonly manifests: readonly Manifest[];
  readonly problems: readonly ReadingProblem[];
  /** The number of files. */
  readonly files: number;
}

/** Number of bytes of a file, and of all files: 100,000 objects of a mesh have about half, and need 20 times as much memory. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

/**
 * Reads files with YAML or JSON as kubectl does. A document that cannot be read is a problem, and all other documents are read.
 */
export function readManifests(sources: Iterable<SourceFile>): Reading {
  const manifests: Manifest[] = [];
  const problems: ReadingProblem[] = [];
  let files = 0;
  let bytes = 0;
  for (const source of sources) {
    const size = Buffer.byteLength(source.text);
    const isTooLarge = bytes + size > MAX_FILE_SIZE;
    const read = isTooLarge ? { manifests: [], problems: [tooLarge(source.file, size)] } : readFile(source);
    if (isConstructMetadata(source, read)) continue;
    files++;
    if (!isTooLarge) bytes += size;
    // A call with an argument for each of 200,000 objects would be too large for the stack.
    for (const manifest of read.manifests) manifests.push(manifest);
    for (const problem of read.problems) problems.push(problem);
  }
  const { last, twins } = lastOfTwins(manifests);
  const different = twins.filter(({ earlier, later }) => !isEqual(earlier, later));
  return { manifests: last, problems: [...problems, ...different.map(twin)], files };
}

function readFile(source: SourceFile): Omit<Reading, 'files'> {
  const { file, text } = source;
  const documents = [...documentsOf(text)];
  // The rest of a template of Helm, a file of values: a text without an object may be no YAML.
  const written = documents.filter((document) => canHaveObject(document.text));
  const objects = new Map(
    Array.from(readDocuments(file, text, written), ([document, read]) => [
      document,
      readObjects(source, document, read),
    ]),
  );
  const read = documents.map((each) => objects.get(each) ?? { manifests: [], problems: [noObject(file, each)] });
  return {
    manifests: read.flatMap(({ manifests }) => manifests),
    problems: onceAFile(read.flatMap(({ problems }) => problems)),
  };
}

/**
 * Whether a file is the one that cdk8s writes beside the manifests: App.writeConstructMetadata. A file of this name with objects is a file
 * of manifests, which kubectl applies.
 */
function isConstructMetadata({ file }: SourceFile, { manifests, problems }: Omit<Reading, 'files'>): boolean {
  const isNamed = /(?:^|[/:])construct-metadata\.json$/.test(file);
  return isNamed && manifests.length === 0 && problems.every(({ code }) => code === 'EGR3909');
}

/** The objects of a document, and their problems. */
function readObjects(
  source: SourceFile,
  document: Document,
  { value, nodes, problems }: ReadDocument,
): Omit<Reading, 'files'> {
  if (nodes === undefined) return { manifests: [], problems };
  if (!isMeantAsObject(value)) return { manifests: [], problems: [...problems, noObject(source.file, document)] };
  const read = objectsIn(value).map((each) => readObject(source, document, nodes, each));
  const problemsOfObjects = read.flatMap((each) => each.problems);
  return {
    manifests: read.flatMap(({ manifests }) => manifests),
    problems: [...problems, ...problemsOfObjects],
  };
}

function isEqual(...pair: readonly [Manifest, Manifest]): boolean {
  const [left, right] = pair.map(({ origin: _, ...rest }) => JSON.stringify(rest));
  return left === right;
}

function twin({ earlier, later }: Twins): ReadingProblem {
  const { file = '', line } = later.origin ?? {};
  return readingProblem('EGR3906', {
    message: `${nameOf(later)} is also in ${earlier.origin?.file}:${earlier.origin?.line}, with other values`,
    fix: 'remove one of the two manifests, or audit one cluster at a time; of a kustomization, audit the output of "kustomize build"',
    file,
    line,
  });
}

function noObject(file: string, { text, line }: Document): ReadingProblem {
  const action = actionIn(text);
  if (action >= 0) return helmTemplate(file, line + linesIn(text, action));
  const message = 'the document is no Kubernetes object, and is ignored';
  const place = { file, line: line + linesIn(text, text.search(/\S/)) };
  return readingProblem('EGR3909', { message, fix: 'leave out the file, or ignore this note', ...place });
}

/** Returns the problem of a file with more than {@link MAX_FILE_SIZE}. */
export function fileTooLarge(file: string): ReadingProblem {
  return readingProblem('EGR3907', {
    message: `the file is larger than ${MAX_FILE_SIZE / 1024 / 1024} MiB, and is not read`,
    fix: 'divide the file',
    file,
  });
}

/** A file above the limit, or a file that makes all files together too large. */
function tooLarge(file: string, size: number): ReadingProblem {
  if (size > MAX_FILE_SIZE) return fileTooLarge(file);
  return readingProblem('EGR3907', {
    message: `the files are together larger than ${MAX_FILE_SIZE / 1024 / 1024} MiB, and this file is not read`,
    fix: 'audit the manifests of one cluster at a time',
    file,
  });
}

/** A chart has a template in each document, and a file of values none: one message for a file is enough. */
function onceAFile(problems: readonly ReadingProblem[]): readonly ReadingProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ code }) => {
    if (code !== 'EGR3904' && code !== 'EGR3909') return true;
    return !seen.has(code) && seen.add(code);
  });
}
