/** Returns the lines of a table for a terminal. A column that is too wide for the terminal is wrapped at spaces, then within names. */
export function inColumns(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const widths = widthsOf(rows, width);
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => wrapped(cell, widths[column] ?? 0));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, column) => (lines[line] ?? '').padEnd(widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    );
  });
}

const GAP = '  ';

/** The widest column gives way first, down to the longest word of the column, and then down to the longest part of a name. */
function widthsOf(rows: readonly (readonly string[])[], width: number): readonly number[] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''));
  const widths = columns.map((cells) => longest(cells));
  let excess = widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1)) - width;
  for (const divide of [wordsOf, partsOf]) {
    const least = columns.map((cells) => longest(cells.flatMap(divide)));
    for (; excess > 0; excess--) {
      const spare = widths.map((each, column) => (each > (least[column] ?? 0) ? each : 0));
      const widest = Math.max(...spare);
      if (widest === 0) break;
      widths[spare.indexOf(widest)] = widest - 1;
    }
  }
  return widths;
}

function wordsOf(text: string): string[] {
  return text.split(' ');
}

/** The parts of words: a name can be continued behind a dot, a slash or a hyphen. */
function partsOf(text: string): string[] {
  return wordsOf(text).flatMap((word) => word.split(/(?<=[./-])/));
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of wordsOf(text)) {
    const parts = word.length > width ? partsOf(word) : [word];
    for (const [index, part] of parts.entries()) {
      const last = lines.at(-1);
      const longer = `${last}${index === 0 ? ' ' : ''}${part}`;
      if (last !== undefined && longer.length <= width) lines[lines.length - 1] = longer;
      else lines.push(part);
    }
  }
  return lines;
}
