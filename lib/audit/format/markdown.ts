/**
 * Text from manifests in GitHub Flavored Markdown. A value cannot end its cell, and cannot become markup, a link or a mention.
 */

import { escaped } from './printable';

/** Returns a value as code. Characters that end code or a cell of a table are written as `\x7c`. */
export function code(value: string): string {
  return `\`${value.replace(/[`|\\\u0000-\u001f\u007f\u2028\u2029]/g, escaped)}\``;
}

/** Returns a sentence as text. */
export function text(sentence: string): string {
  return (
    sentence
      .replace(/\s+/g, ' ')
      .replace(/[\\`*_[\]|~:]|(?<=www)\./gi, '\\$&')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // GitHub links mentions and issues after it reads the Markdown: a space without width separates sign and name.
      .replace(/[@#]/g, '$&&#8203;')
  );
}

/** Returns the lines of a table. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return rows.length === 0 ? [] : [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
