import { readFileSync } from 'node:fs';
import type { Alias, Document, Node, Pair } from 'yaml';
import { EgressError, toFinding } from '../input/egress-error';
import { EgressFinding } from '../input/finding';

/** Aliases, times the aliases inside their anchors: 10,000 rows may each repeat an anchor, a bomb of nested aliases is refused. */
const MAX_ALIASES = 100_000;

/** A value in a file, as names of properties and positions in lists. */
export type Place = readonly (string | number)[];

/** The data of a file. */
export interface DataFile {
  readonly data: unknown;
  /** Returns the position of a value, or of the nearest value around a value that is missing: `egress.yaml:12:5`. */
  readonly locate: (place: Place) => string;
}

/**
 * Reads a file in YAML 1.2, of which JSON is a part. Keys may not repeat. A tag that YAML 1.2 does not have is an error.
 *
 * @throws EgressError for a file that cannot be read, and for every error of syntax
 */
export function readDataFile(file: string): DataFile {
  const { LineCounter, parseDocument } = loadYaml();
  const lines = new LineCounter();
  const text = attempt(file, () => readFileSync(file, 'utf8'), 'write the path of a file that exists');
  const at = (offset: number): string => {
    // An error at the end can be beyond the end.
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return `${file}:${line}:${col}`;
  };
  const options = { lineCounter: lines, prettyErrors: false };
  const document = attempt(`${file}:1:1`, () => parseDocument(text, options));
  const mistakes = [...document.errors, ...document.warnings];
  if (mistakes.length > 0) {
    throw EgressError.ofFindings(
      mistakes.map(({ pos, code, message }) => malformed(at(pos[0]), inWords(code, message, text.slice(pos[0])))),
    );
  }
  const lost = aliasesWithoutAnchor(document);
  if (lost.length > 0) {
    throw EgressError.ofFindings(
      lost.map(({ source, range }) =>
        malformed(
          at(range?.[0] ?? 0),
          `*${source} has no anchor before it`,
          `write the anchor &${source} at a value above, or the value in place of *${source}`,
        ),
      ),
    );
  }
  const { contents } = document;
  const data = attempt(`${file}:1:1`, () => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown);
  return { data, locate: (place) => at(nearest(contents, place)?.range?.[0] ?? 0) };
}

/** Loads the reader of YAML for the first file: an app without files pays nothing for it. */
function loadYaml(): typeof import('yaml') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import at the top would load it with the library
  return require('yaml') as typeof import('yaml');
}

/** Returns a message of the reader without its methods, and with the key that repeats. `rest` is the text from the place on. */
function inWords(code: string, message: string, rest: string): string {
  const [key = ''] = /^[^\s:,]+/.exec(rest) ?? [];
  if (code === 'DUPLICATE_KEY') return `the key ${key} repeats`;
  return code === 'MULTIPLE_DOCS' ? 'several documents, which --- separates' : message;
}

/** Returns the aliases for which no anchor is above. */
function aliasesWithoutAnchor(document: Document): readonly Alias[] {
  const { visit } = loadYaml();
  const lost: Alias[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Value: (_, { anchor }) => void (anchor !== undefined && anchors.add(anchor)),
    Alias: (_, alias) => void (!anchors.has(alias.source) && lost.push(alias)),
  });
  return lost;
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
