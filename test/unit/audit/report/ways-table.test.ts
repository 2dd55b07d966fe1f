/** The rows of the table of ways; `test/browser` looks at the page in a browser. */
import { load } from 'js-yaml';
import { distinctWays } from '../../../../lib/audit/answer/describe-ways';
import { WayOut, waysOf } from '../../../../lib/audit/answer/ways';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { waysTable } from '../../../../lib/audit/report/ways-table';
import { layoutOf } from '../../../../lib/audit/report/picture-layout';
import { graphOf } from '../../../../lib/audit/graph/graph';
import { DIRECT } from '../../../cli/manifests';

function cellsOf(ways: readonly WayOut[]): readonly (readonly string[])[] {
  const [, body = ''] = /<tbody>\n([^]*?)<\/tbody>/.exec(waysTable(ways)) ?? [];
  return body.split('\n').map((row) => [...row.matchAll(/<td>(?:<span[^>]*>)?([^<]*)/g)].map(([, text = '']) => text));
}

test('A row of a direct way has the reason', () => {
  const mesh = readMesh([load(DIRECT) as Manifest], {});
  const [row = []] = cellsOf(distinctWays(waysOf(mesh)));
  expect(row.at(-1)).toBe(
    'partner.example.com:443 is declared in the mesh, and no rule sends the request to a gateway',
  );
});

test('The text of a box for one source or one host is in cells of the table', () => {
  const request = { host: 'db.example.com', port: 5432, protocol: 'tcp' } as const;
  const exit = { clientTls: 'NONE', origination: 'NONE', destination: { host: 'db.example.com', port: 5432 } } as const;
  const ways: readonly WayOut[] = [
    { ...request, source: '*', outcome: 'direct', exit },
    { ...request, source: 'payments/*', outcome: 'blocked', why: 'a policy' },
    { ...request, host: 'web.example.com', source: '*', outcome: 'direct', exit },
  ];
  const cells = new Set(cellsOf(ways).flat());
  const filters = layoutOf(graphOf(ways)).boxes.flatMap(({ filter }) => filter.match(/"[^"]*"/g) ?? []);
  expect(filters).toContain('"every namespace except payments/*"');
  expect(filters.filter((filter) => !cells.has(filter.slice(1, -1)))).toEqual([]);
});
