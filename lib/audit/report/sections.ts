/** The parts of the page that are text: the answers in short, the findings, and what the answers rely on. */
import { groupBy } from '../../input/group-by';
import { Outcome } from '../answer/answer';
import { describeHost } from '../answer/describe-request';
import { WayOut } from '../answer/ways';
import { Level, LEVELS, ReportedFinding } from '../format/report';
import { counted, escapeHtml } from './markup';
import { Report } from './report';

/** The sources of direct ways that the answers list, and the hosts of each. */
const SHOWN = 10;
const SHOWN_HOSTS = 3;

/** Returns the answers to the question of the page: what leaves around the gateways, and what leaves through them. */
export function answersOf({ ways, findings, files, objects }: Report): string {
  const of = (outcome: Outcome): readonly WayOut[] => ways.filter((way) => way.outcome === outcome);
  const [direct, fails, through, denied, blocked] = (['direct', 'fails', 'gateway', 'denied', 'blocked'] as const).map(
    of,
  );
  const errors = findings.filter(({ level }) => level === 'error').length;
  const gateways = new Set((through ?? []).map(({ exit }) => exit?.service));
  return `<section aria-labelledby="answers-title">
<h2 id="answers-title">What leaves</h2>
<dl class="tiles">
${tile('direct', 'around the gateways', direct)}
${tile('fails', 'that fail', fails)}
${tile('gateway', `through ${counted(gateways.size, 'gateway')}`, through)}
${tile('refused', 'with refused sources', [...(denied ?? []), ...(blocked ?? [])])}
${tileOf(errors > 0 ? 'direct' : 'none', findings.length, findings.length === 1 ? 'finding' : 'findings', counted(errors, 'error'))}
</dl>
${directList(direct ?? [])}
<p class="small">${counted(objects, 'object')} of ${counted(files, 'file')}.</p>
</section>`;
}

function tile(className: string, words: string, ways: readonly WayOut[] = []): string {
  const hosts = new Set(ways.map(({ host }) => host)).size;
  return tileOf(
    hosts === 0 ? 'none' : className,
    hosts,
    `${hosts === 1 ? 'host' : 'hosts'} ${words}`,
    counted(ways.length, 'way'),
  );
}

function tileOf(className: string, count: number, words: string, small: string): string {
  return `<div class="tile ${className}"><dt>${words}</dt><dd>${count.toLocaleString('en-US')}</dd><dd class="small">${small}</dd></div>`;
}

function directList(ways: readonly WayOut[]): string {
  if (ways.length === 0) return '<p class="verdict good">Nothing leaves the mesh around the gateways.</p>';
  const bySource = [...groupBy(ways, ({ source }) => source)].sort(([, a], [, b]) => b.length - a.length);
  const items = bySource.slice(0, SHOWN).map(([source, own]) => directItem(source, own));
  const more = bySource.length - items.length;
  if (more > 0) items.push(`<li>and ${counted(more, 'more source')}</li>`);
  return `<p class="verdict bad">Leaves the mesh around the gateways:</p>
<ul>
${items.join('\n')}
</ul>
<p><a href="#ways" data-outcome="direct">All direct ways in the table</a></p>`;
}

function directItem(source: string, ways: readonly WayOut[]): string {
  const hosts = ways.slice(0, SHOWN_HOSTS).map((way) => {
    const text = way.host === '*' ? describeHost(way) : `${way.host}:${way.port}`;
    return `<code>${escapeHtml(text)}</code>`;
  });
  const more = ways.length - hosts.length;
  return `<li><code>${escapeHtml(source)}</code> reaches ${hosts.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}</li>`;
}

/** Returns the findings of the audit, errors first. */
export function findingsOf(findings: readonly ReportedFinding[]): string {
  const sorted = LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level));
  const body =
    sorted.length === 0
      ? '<p>No rule of the audit found a mistake.</p>'
      : `<div class="wide" tabindex="0" role="region" aria-label="Table of findings"><table>
<thead><tr><th scope="col">Level</th><th scope="col">Code</th><th scope="col">Finding and fix</th><th scope="col">Place</th></tr></thead>
<tbody>
${sorted.map(findingRow).join('\n')}
</tbody></table></div>`;
  return `<section aria-labelledby="findings-title">
<h2 id="findings-title">Findings (${findings.length.toLocaleString('en-US')})</h2>
${body}
</section>`;
}

/** The outcomes whose colours the levels have. */
const TONES: Readonly<Record<Level, Outcome | 'none'>> = { error: 'direct', warning: 'fails', note: 'none' };

function findingRow({ code, level, message, fix, object = '', file, line }: ReportedFinding): string {
  const place =
    file === undefined
      ? ''
      : `<br><span class="small path">${escapeHtml(file)}${line === undefined ? '' : `:${line}`}</span>`;
  return `<tr><td><span class="mark ${TONES[level]}">${level}</span></td><td><code>${escapeHtml(code)}</code></td>\
<td>${escapeHtml(message)}<br><span class="small">Fix: ${escapeHtml(fix)}</span></td><td>${escapeHtml(object)}${place}</td></tr>`;
}

/** Returns the facts that the manifests do not state. */
export function assumptionsOf({ assumptions }: Report): string {
  const items = assumptions.map((text) => `<li>${escapeHtml(text)}</li>`);
  return `<section aria-labelledby="assumptions-title">
<h2 id="assumptions-title">Assumptions (${assumptions.length})</h2>
${items.length === 0 ? '<p>The ways rely on the manifests alone.</p>' : `<ul>\n${items.join('\n')}\n</ul>`}
</section>`;
}
