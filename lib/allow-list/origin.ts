import { Explain } from '../construct/explained';
import { inFileWords, inRowWords } from './file-words';
import { DataFile, Place } from './read-file';
import { placeOfSubject } from './subject-place';

/** A part of a list: its gateway, a row, its lockdown, or the whole. */
export interface Part {
  /** The name of the part in errors: `row github`; empty for the whole. */
  readonly name: string;
  readonly place: Place;
  readonly data: unknown;
}

/** Explains the findings about a part of a list. */
export type Origin = (part: Part) => Explain;

/**
 * Returns the origin of a list in a file: findings have a place in the file, and the words of the file.
 *
 * @param path construct path of the list, which the file does not have: rows are named by their names
 */
export function originInFile(file: DataFile, path: string): Origin {
  const words = (text: string): string => inFileWords(text).replaceAll(`${path}/`, '');
  return ({ name, place, data }) =>
    (finding) => {
      const problem = words(finding.problem);
      return {
        ...finding,
        problem: name === '' ? problem : `${name}: ${problem}`,
        got: words(finding.got),
        allowed: words(finding.allowed),
        fix: words(finding.fix),
        location: file.locate([...place, ...placeOfSubject({ ...finding, problem }, data)]),
      };
    };
}

/**
 * Returns the origin of a list in code: findings have the names of the properties of rows. The construct path of a route ends with
 * the name of its row; a finding that no route has names the row.
 */
export const originInCode: Origin =
  ({ name }) =>
  (finding) => {
    const problem = inRowWords(finding.problem);
    return {
      ...finding,
      problem: finding.constructPath === '' && name !== '' ? `${name}: ${problem}` : problem,
      fix: inRowWords(finding.fix),
    };
  };
