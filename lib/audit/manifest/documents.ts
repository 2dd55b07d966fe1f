/** A document of a YAML stream. */
export interface Document {
  readonly text: string;
  /** The offset of the text in the stream. */
  readonly offset: number;
  /** The line of the file, counted from 1, at which the text begins. */
  readonly line: number;
}

/** The markers of YAML at the start of a line: `---` before a document, `...` after a document. */
const MARKER = /\n(?:---|\.\.\.)(?=\s|$)/g;

/** A text of directives and comments alone: `%YAML 1.1` before a marker. */
const DIRECTIVES = /^(?:\s*(?:[%#][^\n]*)?(?:\n|$))*$/;

/**
 * Returns the documents of a YAML stream, without empty ones. A document is found by the markers at the start of its lines, so that a
 * broken document does not hide the other documents.
 *
 * The text of a document begins behind its marker, on the line of the marker.
 */
export function* documentsOf(stream: string): Generator<Document> {
  let line = 1;
  let start = stream.startsWith('\uFEFF') ? 1 : 0;
  if (/^---(?=\s|$)/.test(stream.slice(start, start + 4))) start += 3;
  for (const end of [...starts(stream), stream.length]) {
    const text = stream.slice(start, end);
    if (!DIRECTIVES.test(text)) yield { text, offset: start, line };
    line += linesIn(text) + 1;
    start = end + '\n---'.length;
  }
}

function* starts(stream: string): Generator<number> {
  for (const { index } of stream.matchAll(MARKER)) yield index;
}

/** Returns the offsets of the line breaks of a text. */
export function lineBreaksIn(text: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) found.push(at);
  return found;
}

/** Returns the number of line breaks of a text before an offset. */
export function linesIn(text: string, end = text.length): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
