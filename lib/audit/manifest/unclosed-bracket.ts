/** A bracket, and the offset of the bracket in the text. */
export interface Bracket {
  readonly sign: string;
  readonly offset: number;
}

/** Returns the last bracket of a YAML text that the text does not close. */
export function unclosedBracket(text: string): Bracket | undefined {
  const open: Bracket[] = [];
  const signs = /["'#[\]{}]/g;
  for (let found = signs.exec(text); found !== null; found = signs.exec(text)) {
    const { 0: sign, index: offset } = found;
    // Inside a word, an opening sign is a character.
    const isStart = offset === 0 || /[\s[{,:]/.test(text.charAt(offset - 1));
    if (sign === ']' || sign === '}') open.pop();
    else if (!isStart) continue;
    else if (sign === '[' || sign === '{') open.push({ sign, offset });
    else signs.lastIndex = endOf(text, sign, offset + 1);
  }
  return open.at(-1);
}

/** Returns the offset behind a text in quotation marks, or behind a comment. */
function endOf(text: string, sign: string, start: number): number {
  const ends = { '"': /\\[^]|"/g, "'": /'/g, '#': /\n/g }[sign] ?? /$/g;
  ends.lastIndex = start;
  let end = ends.exec(text);
  while (end !== null && end[0].startsWith('\\')) end = ends.exec(text);
  return end === null ? text.length : ends.lastIndex;
}
