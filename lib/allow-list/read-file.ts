import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { Document, DocumentOptions, LineCounter, Node, Pair, ParseOptions, SchemaOptions } from 'yaml';
import { EgressError, toFinding } from '../input/egress-error';
import { EgressFinding } from '../input/finding';
import { mistakesIn } from './file-mistakes';
import { loadYaml } from './load-yaml';

/** Aliases, times the aliases inside their anchors: 10,000 rows may each repeat an anchor, a bomb of nested aliases is refused. */
const MAX_ALIASES = 100_000;

/**
 * The schema of YAML 1.2, whatever version the file names: without merge keys, which add properties that no reader sees in their row, and
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
 * Reads a file in YAML 1.2, of which JSON is a part. Keys may not repeat, and are text. A tag that YAML 1.2 does not have is an error.
 *
 * @throws EgressError for a file that cannot be read, for another encoding than UTF-8, and for every error of syntax
 */
export function readDataFile(file: string): DataFile {
  const { parseDocument } = loadYaml();
  const bytes = ofReader(file, () => readFileSync(file), 'write the path of a file that exists');
  if (!isUtf8(bytes)) {
    throw EgressError.ofFindings([malformed(`${file}:1:1`, 'the text is not UTF-8', 'save the file as UTF-8')]);
  }
  const text = bytes.toString('utf8');
  const lines = linesOf(text);
  const at = (offset: number): string => {
    // An error at the end can be beyond the end.
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return `${file}:${line}:${col}`;
  };
  const document = ofReader(`${file}:1:1`, () => parseDocument(text, OPTIONS));
  const found = ofReader(`${file}:1:1`, () => mistakesIn(document, text));
  if (found.length > 0) {
    throw EgressError.ofFindings(found.map(({ offset, message, fix }) => malformed(at(offset), message, fix)));
  }
  const { contents } = document;
  const data = ofReader(`${file}:1:1`, () => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown);
  return { data, locate: (place) => at(nearest(contents, place)?.range?.[0] ?? 0) };
}

/** Returns the lines of a text. The reader misses lines behind an error when it counts them. */
function linesOf(text: string): LineCounter {
  const lines = new (loadYaml().LineCounter)();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return lines;
}

/** Runs a step of the reader, whose errors are those of the file. */
function ofReader<T>(location: string, step: () => T, fix?: string): T {
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
