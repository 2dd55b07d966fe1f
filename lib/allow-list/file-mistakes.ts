/** The mistakes of the text of a file, before its values are read. */
import type { Document, ErrorCode, Node, ParsedNode } from 'yaml';
import { loadYaml } from './load-yaml';

/** A mistake at an offset in the text. */
export interface Mistake {
  readonly offset: number;
  readonly message: string;
  readonly fix?: string;
}

/**
 * Returns the mistakes of syntax. Without any, returns what the reader accepts and an author does not expect: another version of YAML, in
 * which numbers and words have other values; a key that is an alias or a collection, which could replace another key; an alias without
 * an anchor; and a second anchor of a name, which could hide the first from a reader.
 */
export function mistakesIn(document: Document.Parsed, text: string): readonly Mistake[] {
  const ofSyntax = [...document.errors, ...document.warnings].map(({ pos: [offset], code, message }) => ({
    offset,
    message: inWords(code, message, text.slice(offset, offset + 100)),
  }));
  if (ofSyntax.length > 0) return ofFirstLine(ofSyntax, text);
  const found = [...ofOtherVersion(document)];
  addMistakes(document.contents, new Set(), found);
  return found;
}

/** Returns the mistakes of the first line that has one, with the number of the others, which often have the same cause. */
function ofFirstLine(mistakes: readonly Mistake[], text: string): readonly Mistake[] {
  const first = Math.min(...mistakes.map(({ offset }) => offset));
  const end = text.indexOf('\n', first);
  const shown = mistakes.filter(({ offset }) => offset === first || end === -1 || offset <= end);
  const others = mistakes.length - shown.length;
  const count = others === 1 ? '1 further mistake' : `${others} further mistakes`;
  return others === 0
    ? shown
    : shown.map((each) => ({ ...each, message: `${each.message}; ${count} of syntax below` }));
}

/** Returns a message of the reader without its methods, and with the key that repeats. `rest` is the text at the mistake. */
function inWords(code: ErrorCode, message: string, rest: string): string {
  const [key = ''] = /^[^\s:,]+/.exec(rest) ?? [];
  if (code === 'DUPLICATE_KEY') return `the key ${key} repeats`;
  return code === 'MULTIPLE_DOCS' ? 'several documents, which --- separates' : message;
}

function ofOtherVersion({ directives }: Document.Parsed): readonly Mistake[] {
  const { version } = directives.yaml;
  if (version === '1.2') return [];
  return [{ offset: 0, message: `unsupported YAML version ${version}`, fix: `remove the line %YAML ${version}` }];
}

/** Adds the mistakes in a node and below. `anchors` are those above in the text. */
function addMistakes(node: Node | null, anchors: Set<string>, found: Mistake[]): void {
  if (node === null) return;
  const { isAlias, isMap, isScalar, isSeq } = loadYaml();
  const offset = node.range?.[0] ?? 0;
  if (isAlias(node)) {
    if (anchors.has(node.source)) return;
    const fix = `write the anchor &${node.source} at a value above, or the value in place of *${node.source}`;
    found.push({ offset, message: `*${node.source} has no anchor before it`, fix });
    return;
  }
  const { anchor } = node as ParsedNode & { readonly anchor?: string };
  if (anchor !== undefined) {
    if (anchors.has(anchor))
      found.push({ offset, message: `the anchor &${anchor} repeats`, fix: 'write another name' });
    anchors.add(anchor);
  }
  if (isSeq<Node>(node)) for (const item of node.items) addMistakes(item, anchors, found);
  if (!isMap<Node, Node | null>(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) {
      const message = 'a key is an alias or a collection';
      found.push({ offset: key.range?.[0] ?? 0, message, fix: 'write the key as text' });
    }
    addMistakes(key, anchors, found);
    addMistakes(value, anchors, found);
  }
}
