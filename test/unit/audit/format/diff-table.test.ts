/** The table of `diff` on a terminal. */
import { WayChange } from '../../../../lib/audit/diff/compare-ways';
import { diffToTable } from '../../../../lib/audit/format/diff-table';

const REASON = 'a '.repeat(100).trim();
const findings = { added: [], fixed: [], unevaluated: [], suppressed: [] };

function closed(index: number): WayChange {
  const except = ['orders/*', 'payments/*', 'shop/*'];
  return {
    effect: 'closes',
    sources: [{ source: '*', except }],
    requests: [{ host: `service${index}.example.com`, port: 443, protocol: 'tls' }],
    before: { outcome: 'gateway', service: 'istio-egress/egress' },
    after: { outcome: 'denied' },
    why: [REASON],
    assumptions: ['an assumption'],
  };
}

test.each([80, 100])('The table fits a terminal of %i columns, and has each reason once below', (width) => {
  const lines = diffToTable({ changes: [closed(1), closed(2)], findings }, width).split('\n');
  const table = lines.slice(0, lines.indexOf(''));
  expect(Math.max(...table.map(({ length }) => length))).toBeLessThanOrEqual(width);
  expect(lines.filter((line) => line.includes(REASON))).toEqual([`(1) ${REASON} and 1 more`]);
});

test('The table fits a terminal with names that are longer than a column', () => {
  const host = `${'a-long-label.'.repeat(6)}example.com`;
  const change: WayChange = {
    ...closed(1),
    requests: [{ host, port: 443, protocol: 'tls' }],
    before: { outcome: 'gateway', service: 'istio-egress-of-the-platform-team/istio-egressgateway' },
  };
  const [head = '', ...rows] = diffToTable({ changes: [change], findings }, 80).split('\n');
  const table = rows.slice(0, rows.indexOf(''));
  expect(Math.max(...table.map(({ length }) => length))).toBeLessThanOrEqual(80);
  const [from, to] = ['TO', 'BEFORE'].map((title) => head.indexOf(title));
  expect(table.map((line) => line.slice(from, to).trim()).join('')).toBe(`${host}:443 tls`);
});

test('The reason of a change of assumptions is the assumption', () => {
  const change = { ...closed(1), effect: 'depends', before: { outcome: 'denied' } } as const;
  expect(diffToTable({ changes: [change], findings })).toContain('(1) now depends on: an assumption and 1 more');
});
