import { EgressSummaryRow } from './egress-summary-row';

/** The columns of the table, in order. */
const COLUMNS: readonly (readonly [title: string, text: (row: EgressSummaryRow) => string])[] = [
  ['Host', ({ host }) => host],
  ['Port', ({ port, protocol }) => `${port} ${protocol}`],
  ['Gateway', ({ gateway, because }) => (because === undefined ? gateway : `${gateway}: ${because}`)],
  ['Sources', ({ sources }) => sources.join('<br>') || 'every caller'],
  ['Operations', ({ operations }) => operations.join('<br>') || 'all'],
  ['Target', ({ target }) => target],
  ['Routes', ({ routes }) => routes.join('<br>')],
];

/** Returns rows as a Markdown table. */
export function summaryMarkdown(rows: readonly EgressSummaryRow[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  return [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map(() => '---')),
    ...rows.map((row) => line(COLUMNS.map(([, text]) => text(row)))),
    '',
  ].join('\n');
}

function escape(text: string): string {
  return text.replace(/[|*]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
