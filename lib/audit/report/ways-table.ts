/** The table of ways: the first rows as HTML, so that the page is of use without its script, and all rows as data. */
import { groupBy } from '../../input/group-by';
import { Outcome } from '../answer/answer';
import { describeHost } from '../answer/describe-request';
import { describeSource, sourceSets } from '../answer/source-class';
import { isOneHost, keyOfRequest, WayOut } from '../answer/ways';
import { exitKeyOf } from '../graph/reach';
import { counted } from '../model/sentence';
import { escapeHtml, jsonForScript } from './markup';
import { hostPort } from '../model/host-port';

/** The number of rows of a page of the table. */
const PAGE = 100;

const COLUMNS = ['Source', 'Host', 'Port', 'Protocol', 'Outcome', 'Gateway', 'Other destination', 'Reason'] as const;

const OUTCOMES: readonly Outcome[] = ['direct', 'fails', 'gateway', 'denied', 'blocked'];

/** Returns the filters and the table. */
export function waysTable(ways: readonly WayOut[]): string {
  const sources = sourcesOf(ways);
  const rows = ways.map((way) => cellsOf(way, sources.get(way) ?? way.source));
  return `<section aria-labelledby="ways">
<h2 id="ways" tabindex="-1">Ways (${ways.length.toLocaleString('en-US')})</h2>
<form class="filters" role="search" hidden>
<label>Filter <input type="search" id="filter" autocomplete="off" aria-keyshortcuts="/" placeholder="host, source, gateway; press /"></label>
<fieldset><legend>Outcome</legend>
${OUTCOMES.map((outcome) => `<label><input type="checkbox" name="outcome" value="${outcome}" checked> ${outcome}</label>`).join('\n')}
</fieldset>
</form>
<p id="count" role="status">${counted(Math.min(PAGE, rows.length), 'row')} of ${rows.length.toLocaleString('en-US')}</p>
<div class="wide" tabindex="0" role="region" aria-label="Table of ways"><table id="ways-table">
<thead><tr>${COLUMNS.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead>
<tbody>
${rows.slice(0, PAGE).map(rowOf).join('\n')}
</tbody></table></div>
<p class="pages" hidden><button type="button" id="previous">Previous</button> <button type="button" id="next">Next</button></p>
<noscript><p>The table shows its first ${PAGE} rows. With scripts, the page filters and sorts all of them.</p></noscript>
<script type="application/json" id="data">${jsonForScript(encoded(rows))}</script>
</section>`;
}

type Cell = string | number;

/** Returns the sources in the words of the picture, so that a box of the picture filters the table by its text. */
function sourcesOf(ways: readonly WayOut[]): ReadonlyMap<WayOut, string> {
  const texts = new Map<WayOut, string>();
  for (const ofRequest of groupBy(ways, keyOfRequest).values()) {
    const all = new Set(ofRequest.map(({ source }) => source));
    for (const ofExit of groupBy(ofRequest, exitKeyOf).values()) {
      const sets = sourceSets(new Set(ofExit.map(({ source }) => source)), all);
      const bySource = new Map(sets.map((set) => [set.source, set]));
      for (const way of ofExit) {
        texts.set(way, describeSource(bySource.get(way.source) ?? { source: way.source, except: [] }));
      }
    }
  }
  return texts;
}

function cellsOf(way: WayOut, source: string): readonly Cell[] {
  const { host, port, protocol, outcome, exit, why } = way;
  const { service = '', clientTls, origination, destination, authority } = exit ?? {};
  const tls = service !== '' && clientTls === 'NONE' ? ' (without mesh mTLS)' : '';
  const starts = origination === undefined || origination === 'NONE' ? '' : ` with ${origination} TLS`;
  const named = authority === undefined ? '' : ` as ${authority}`;
  const isAsked = destination?.host === host && destination.port === port && `${starts}${named}` === '';
  const arrives =
    destination === undefined || isAsked ? '' : `${hostPort(destination.host, destination.port)}${starts}${named}`;
  const asked = isOneHost(host)
    ? [host, port, protocol]
    : [describeHost(way), port === 0 ? 'any' : port, protocol === 'udp' ? protocol : 'any'];
  return [source, ...asked, outcome, `${service}${tls}`, arrives, why ?? ''];
}

function rowOf(cells: readonly Cell[]): string {
  const tds = cells.map((cell, column) =>
    COLUMNS[column] === 'Outcome'
      ? `<td><span class="mark ${escapeHtml(cell)}">${escapeHtml(cell)}</span></td>`
      : `<td>${escapeHtml(cell)}</td>`,
  );
  return `<tr>${tds.join('')}</tr>`;
}

/** Each text once, and the rows as indexes of texts: 10,000 hosts share few sources, gateways and reasons. */
function encoded(rows: readonly (readonly Cell[])[]): object {
  const indexes = new Map<Cell, number>();
  const encodedRows = rows.map((cells) =>
    cells.map((cell) => {
      const index = indexes.get(cell) ?? indexes.size;
      indexes.set(cell, index);
      return index;
    }),
  );
  return { page: PAGE, texts: [...indexes.keys()], rows: encodedRows };
}
