/**
 * Returns a text for a terminal, in which control characters are written as `\x1b`: a name in a manifest must neither erase a line of the
 * output nor begin a line, which a CI system can read as a command.
 */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, escaped);
}

/** Returns a character as `\x7c`. */
export function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
