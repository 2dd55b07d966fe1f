/**
 * A reader of the YAML that programs write for manifests: a key, an item or a scalar on each line, in ASCII, without anchors, tags, escapes
 * and flow. The reader gives up at everything else, and js-yaml reads the document. Most documents are read in a fourth of the time.
 */
import { Document, linesIn } from './documents';
import { KUBECTL_SCHEMA } from './kubectl-schema';
import { Path } from './manifest';
import { NodeIndex, Places } from './node-index';

/** The value of a document, and the places of its values. */
export interface PlainDocument {
  readonly value: unknown;
  readonly nodes: Places;
}

/** Reads a document. Returns undefined for a document that has anything else. */
export function readPlain({ text, offset }: Document): PlainDocument | undefined {
  // Content on the line of a marker has a column of its own.
  if (offset > 0 && !text.startsWith('\n')) return undefined;
  try {
    const cursor = new Cursor(text);
    if (cursor.key === undefined) return undefined;
    const value = readMapping(cursor, 0);
    return cursor.column < 0 ? { value, nodes: new PlainPlaces(text, cursor.first) } : undefined;
  } catch (error) {
    if (error === GIVE_UP) return undefined;
    throw error;
  }
}

/** The text is parsed again for the first place of a value, so that only objects with findings cost the places of their values. */
class PlainPlaces implements Places {
  private nodes: NodeIndex | undefined;

  public constructor(
    private readonly text: string,
    private readonly first: number,
  ) {}

  public lineBreaksBefore(path: Path): number {
    if (path.length === 0) return linesIn(this.text, this.first);
    this.nodes ??= new NodeIndex(this.text);
    return this.nodes.lineBreaksBefore(path);
  }
}

const GIVE_UP = new Error('the document is not plain');

/** A comment without characters that end a line for some readers. */
const COMMENT = /^#[ -~]*$/;

/** The dashes of items, a key, and the rest of a line behind its indentation. */
const LINE = /^((?:- )*)(?:([A-Za-z][\w./-]{0,127}):(?: |$))?(.*)$/;

/** The place of the reader: the next dash, key or scalar of a line. */
class Cursor {
  /** The column; -1 behind the last line. */
  public column = -1;
  public dashes = 0;
  public key: string | undefined;
  public rest = '';
  /** The offset of the first content. */
  public readonly first: number;
  private line = 0;

  public constructor(private readonly text: string) {
    this.first = this.next();
  }

  /** Goes to the next line with content. Returns the offset of the content. */
  public next(): number {
    while (this.line < this.text.length) {
      const begin = this.line;
      const found = this.text.indexOf('\n', begin);
      const end = found < 0 ? this.text.length : found;
      this.line = end + 1;
      let start = begin;
      while (this.text.charCodeAt(start) === SPACE) start++;
      if (start === end) continue;
      const content = this.text.slice(start, end);
      if (COMMENT.test(content)) continue;
      const [, dashes = '', key, rest = ''] = LINE.exec(content) ?? [];
      this.column = start - begin;
      this.dashes = dashes.length / 2;
      this.key = key;
      this.rest = rest;
      return start;
    }
    this.column = -1;
    return this.text.length;
  }
}

const SPACE = 0x20;

/** Documents of Kubernetes have fewer levels. */
const MOST_LEVELS = 32;

function readNode(cursor: Cursor, level: number): unknown {
  if (level > MOST_LEVELS) throw GIVE_UP;
  if (cursor.dashes > 0) return readList(cursor, level);
  if (cursor.key !== undefined) return readMapping(cursor, level);
  const value = scalarOf(cursor.rest);
  cursor.next();
  return value;
}

function readList(cursor: Cursor, level: number): unknown[] {
  const { column } = cursor;
  // A list that begins empty has room for 17 items. Most lists have one.
  const list = [readItem(cursor, column, level)];
  while (cursor.column === column && cursor.dashes > 0) list.push(readItem(cursor, column, level));
  return list;
}

function readItem(cursor: Cursor, column: number, level: number): unknown {
  cursor.dashes -= 1;
  cursor.column += 2;
  const item = readNode(cursor, level + 1);
  if (cursor.column > column) throw GIVE_UP;
  return item;
}

function readMapping(cursor: Cursor, level: number): Record<string, unknown> {
  const { column } = cursor;
  const mapping: Record<string, unknown> = {};
  while (cursor.column === column && cursor.dashes === 0 && cursor.key !== undefined) {
    const { key, rest } = cursor;
    if (Object.hasOwn(mapping, key) || plainOf(key) !== key) throw GIVE_UP;
    cursor.next();
    if (rest !== '') mapping[key] = scalarOf(rest);
    else if (cursor.column > column || (cursor.column === column && cursor.dashes > 0)) {
      mapping[key] = readNode(cursor, level + 1);
    } else mapping[key] = null;
    // A further line of a scalar, or a wrong indentation.
    if (cursor.column > column) throw GIVE_UP;
  }
  return mapping;
}

/** Quotes around printable ASCII without quotes and escapes. */
const QUOTED = /^(?:"([ !#-[\]-~]*)"|'([ -&(-~]*)')$/;

/** Printable ASCII that begins with no sign of YAML, and has neither `: ` nor ` #`. */
const PLAIN = /^(?:[\w./+]|-(?=[!-~]))(?:[!-"$-9;-~]|:(?=[!-~])|(?<! )#| (?=[!-~]))*$/;

function scalarOf(text: string): unknown {
  if (PLAIN.test(text)) return plainOf(text);
  if (text === '{}') return {};
  if (text === '[]') return [];
  const [quoted, double, single] = QUOTED.exec(text) ?? [];
  if (quoted === undefined) throw GIVE_UP;
  return double ?? single;
}

/** The longest word of YAML 1.1 that is no text is `false`. */
const LONG_WORD = /^[A-Za-z].{5}/;

function plainOf(text: string): unknown {
  return LONG_WORD.test(text) ? text : KUBECTL_SCHEMA.resolveImplicitScalarTag(text).value;
}
