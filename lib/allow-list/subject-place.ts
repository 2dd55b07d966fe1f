import { EgressFinding } from '../input/finding';
import { isPlainObject } from '../input/source-text';
import { Place } from './read-file';

/** A path at the beginning of a problem: `from[0].serviceAccount` of `from[0].serviceAccount must be ...`. */
const PATH = /^[a-z]\w*(?:\.\w+|\[\d+\]|\["[^"]*"\])*(?=[\s:]|$)/i;
const UNKNOWN = /cannot have the property (\S+)$/;

/**
 * Returns the value that a finding is about: the path with which the problem begins, else the first property that the problem names,
 * else a property with the rejected value, else the whole.
 *
 * @param data the data that the finding is about
 */
export function placeOfSubject({ problem, got }: EgressFinding, data: unknown): Place {
  if (!isPlainObject(data)) return [];
  const [path = ''] = PATH.exec(problem) ?? [];
  const [, unknown] = UNKNOWN.exec(problem) ?? [];
  const begins = [...segmentsOf(path), ...(unknown === undefined ? [] : [unknown])];
  const found = [begins, unknown === undefined ? [] : [unknown], ...wordsOf(problem).map((word) => [word])];
  const known = found.find(([name]) => name !== undefined && Object.hasOwn(data, name));
  if (known !== undefined) return known;
  const byValue = Object.keys(data).find((name) => isValue(data[name], got));
  return byValue === undefined ? [] : [byValue];
}

function segmentsOf(path: string): Place {
  return (path.match(/\["[^"]*"\]|\[\d+\]|\w+/g) ?? []).map((part) => {
    if (part.startsWith('["')) return part.slice(2, -2);
    return part.startsWith('[') ? Number(part.slice(1, -1)) : part;
  });
}

/** Returns the words of a text; the words `host` and `wildcard` are about `hosts`. */
function wordsOf(text: string): readonly string[] {
  return (text.match(/\w+/g) ?? []).map((word) => (['host', 'wildcard'].includes(word) ? 'hosts' : word));
}

/** Returns whether a value is, or contains, the rejected value as an error shows it. */
function isValue(value: unknown, got: string): boolean {
  return JSON.stringify(value) === got || (Array.isArray(value) && value.some((item) => isValue(item, got)));
}
