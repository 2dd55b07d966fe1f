import { readFileSync } from 'node:fs';
import type { Document, DocumentOptions, Node, Pair, ParsedNode, ParseOptions, SchemaOptions } from 'yaml';
import { EgressError, toFinding } from '../input/egress-error';
import { EgressFinding } from '../input/finding';

/** Aliases, times the aliases inside their anchors: 10,000 rows may each repeat an anchor, a bomb of nested aliases is refused. */
const MAX_ALIASES = 100_000;

/**
 * The schema of YAML 1.2, whatever version the file names: without merge keys, which add properties that nobody reads in their row, and
 * without the tags of YAML 1.1. A key is the same as a number and as text.
 */
const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  prettyErrors: false,
  schema: 'core',
  resolveKnownTags: false,
  uniqueKeys: (a, b) => 'value' in a && 'value' in b && String(a.value) === String(b.value),
};

/** A value in a file, as names of properties and positions in lists. */
export type Place = readonly (string | number)[];

/** The data of a file. */
export interface DataFile {
  readonly data: unknown;
  /** Returns the position of a value, or of the nearest value around a value that is missing: `egress.yaml:12:5`. */
  readonly locate: (place: Place) => string;
}

/**
 * Reads a file in YAML 1.2, of which JSON is a part. Keys may not repeat, and are text: an alias could repeat a key. A tag that YAML 1.2
 * does not have is an error.
 *
 * @throws EgressError for a file that cannot be read, and for every error of syntax
 */
export function readDataFile(file: string): DataFile {
  const { parseDocument } = loadYaml();
  const text = attempt(file, () => readFileSync(file, 'utf8'), 'write the path of a file that exists');
  const starts = startsOfLines(text);
  const at = (offset: number): string => {
    // An error at the end can be beyond the end.
    const { line, column } = positionOf(Math.min(offset, text.length), starts);
    return `${file}:${line}:${column}`;
  };
  const document = attempt(`${file}:1:1`, () => parseDocument(text, OPTIONS));
  const mistakes: readonly Mistake[] = [...document.errors, ...document.warnings];
  const found = mistakes.length > 0 ? mistakes : [...ofOtherVersion(document), ...keysOtherThanText(document)];
  if (found.length > 0) {
    throw EgressError.ofFindings(found.map(({ pos, message, fix }) => malformed(at(pos[0]), message, fix)));
  }
  const { contents } = document;
  const data = attempt(`${file}:1:1`, () => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown);
  return { data, locate: (place) => at(nearest(contents, place)?.range?.[0] ?? 0) };
}

/** Returns the offsets at which lines start. The counter of the reader misses lines behind an error. */
function startsOfLines(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** Returns the line and the column of an offset, from 1. */
function positionOf(offset: number, starts: readonly number[]): { readonly line: number; readonly column: number } {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

interface Mistake {
  readonly pos: readonly [number, ...number[]];
  readonly message: string;
  readonly fix?: string;
}

/** Numbers and words of YAML 1.1 have other values in YAML 1.2. */
function ofOtherVersion({ directives }: Document.Parsed): readonly Mistake[] {
  const version = directives.yaml.version;
  if (version === '1.2') return [];
  return [{ pos: [0], message: `Unsupported YAML version ${version}`, fix: `remove the line %YAML ${version}` }];
}

/** The reader compares texts only, so that an alias of a key would replace the value of the key. */
function keysOtherThanText(document: Document.Parsed): readonly Mistake[] {
  const { isScalar, visit } = loadYaml();
  const mistakes: Mistake[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key)) return;
      const start = (key as ParsedNode | null)?.range[0] ?? 0;
      mistakes.push({ pos: [start], message: 'A key is an alias or a collection', fix: 'write the key as text' });
    },
  });
  return mistakes;
}

/** Loads the reader of YAML for the first file: an app without files pays nothing for it. */
function loadYaml(): typeof import('yaml') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import at the top would load it with the library
  return require('yaml') as typeof import('yaml');
}

/** Runs a step of the reader, whose errors are those of the file. */
function attempt<T>(location: string, step: () => T, fix?: string): T {
  try {
    return step();
  } catch (error) {
    throw EgressError.ofFindings([malformed(location, (error as Error).message, fix)]);
  }
}

function malformed(location: string, message: string, fix = 'correct the file at this place'): EgressFinding {
  const finding = toFinding({
    code: 'EGR0902',
    problem: 'the file cannot be read',
    got: message.replace(/\s+/g, ' '),
    allowed: 'a file in YAML 1.2 or JSON: one document, in which no key repeats',
    fix,
  });
  return { ...finding, location };
}

/** Returns the node of a value, or the nearest node around the value. An alias is where it is written. */
function nearest(node: Document['contents'], [key, ...rest]: Place): Node | null {
  const inner = key === undefined ? undefined : innerOf(node, key);
  return inner === undefined || inner === null ? node : nearest(inner, rest);
}

function innerOf(node: Document['contents'], key: string | number): Node | null | undefined {
  const { isMap, isSeq } = loadYaml();
  if (isSeq<Node>(node)) return node.items[Number(key)];
  if (!isMap(node)) return undefined;
  return (node.items as Pair<Node, Node | null>[]).find(({ key: name }) => String(name) === String(key))?.value;
}
