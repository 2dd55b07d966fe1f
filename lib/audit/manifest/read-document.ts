import { constructFromEvents, YAMLException } from 'js-yaml';
import { Document, linesIn } from './documents';
import { KUBECTL_SCHEMA } from './kubectl-schema';
import { NodeIndex, Places } from './node-index';
import { helmTemplate } from './helm-template';
import { readingProblem, ReadingProblem } from './reading-problem';
import { unclosedBracket } from './unclosed-bracket';

/** The value of a document, and the problems of its text. */
export interface ReadDocument {
  /** Absent for a document that cannot be read. */
  readonly value?: unknown;
  readonly nodes?: Places;
  readonly problems: readonly ReadingProblem[];
}

/**
 * Number of values that aliases may expand a document to. Manifests have few aliases. A text of 300 bytes can have aliases of aliases
 * that expand to billions of values.
 */
const MAX_VALUES = 1_000_000;

/** Reads a document as kubectl does: YAML 1.1, and the last of several values of one key. */
export function readDocument(file: string, document: Document): ReadDocument {
  let nodes: NodeIndex;
  try {
    nodes = new NodeIndex(document.text);
  } catch (error) {
    return { problems: [invalid(file, document, error)] };
  }
  const problems: ReadingProblem[] = [];
  try {
    const value = construct(document, nodes, (error) => problems.push(repeatedKey(file, document, nodes, error)));
    if (!nodes.hasAlias() || sizeOf(value) <= MAX_VALUES) return { value, nodes, problems };
    return { problems: [...problems, tooManyValues(file, document)] };
  } catch (error) {
    return { problems: [invalid(file, document, error)] };
  }
}

function construct({ text }: Document, { events }: NodeIndex, onRepeatedKey: (error: YAMLException) => void): unknown {
  const options = { source: text, schema: KUBECTL_SCHEMA };
  try {
    return constructFromEvents(events, options)[0];
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') throw error;
    onRepeatedKey(error);
    return constructFromEvents(events, { ...options, json: true })[0];
  }
}

/** Two manifests that were joined without a marker have two `apiVersion` or `kind` in one mapping. */
function repeatedKey(
  file: string,
  { text, line }: Document,
  nodes: NodeIndex,
  { mark }: YAMLException,
): ReadingProblem {
  const [second] = ['apiVersion', 'kind']
    .flatMap((key) =>
      nodes
        .rootKeys(key)
        .slice(1, 2)
        .map((offset) => ({ key, offset })),
    )
    .sort((a, b) => a.offset - b.offset);
  if (second !== undefined) {
    const secondLine = line + linesIn(text, second.offset);
    return readingProblem('EGR3902', {
      message: `the document has a second ${second.key}, so that only the values of the last object are applied`,
      fix: `write --- on a line of its own before line ${secondLine}, and before each further object`,
      file,
      line: secondLine,
    });
  }
  return readingProblem('EGR3903', {
    message: 'a key is repeated in a mapping, and only its last value applies',
    fix: 'remove one of the two keys',
    file,
    line: line + (mark?.line ?? 0),
  });
}

function invalid(file: string, { text, line }: Document, error: unknown): ReadingProblem {
  if (/\{\{[^{}]/.test(text)) return helmTemplate(file, line + linesIn(text, text.indexOf('{{')));
  const { reason = (error as Error).message, mark } = error as Partial<YAMLException>;
  const at = mark?.line ?? 0;
  const hasTab = /^\s*\t/.test(text.split('\n', at + 1)[at] ?? '');
  // Inside brackets, a line that begins like a block is "deficient indentation".
  const bracket = unclosedBracket(text.slice(0, mark?.position));
  const byBracket =
    bracket === undefined
      ? 'correct the text at this line'
      : `close the ${bracket.sign} of line ${line + linesIn(text, bracket.offset)}, or correct the text at this line`;
  return readingProblem('EGR3901', {
    message: `the document is not valid YAML: ${reason}`,
    fix: hasTab ? 'indent with spaces in place of tabs' : byBracket,
    file,
    line: line + at,
  });
}

function tooManyValues(file: string, { line }: Document): ReadingProblem {
  return readingProblem('EGR3907', {
    message: `the aliases of the document expand to more than ${MAX_VALUES.toLocaleString('en')} values`,
    fix: 'write the values in place of the aliases',
    file,
    line,
  });
}

/** Returns the number of values of a document with every alias expanded. A value within itself has infinitely many. */
function sizeOf(value: unknown, sizes = new Map<object, number>()): number {
  if (typeof value !== 'object' || value === null) return 1;
  const found = sizes.get(value);
  if (found !== undefined) return found;
  sizes.set(value, Infinity);
  const size = Object.values(value).reduce((sum: number, each) => sum + sizeOf(each, sizes), 1);
  sizes.set(value, size);
  return size;
}
