/** The parts of the page that are text: the answers in short, the findings, and what the answers rely on. */
import { groupBy } from '../../input/group-by';
import { Outcome } from '../answer/answer';
import { describeRequest } from '../answer/describe-request';
import { describeSource } from '../answer/source-class';
import { isOneHost, RequestedPort, WayOut } from '../answer/ways';
import { ReportedFinding } from '../format/report';
import { Level, LEVELS } from '../manifest/level';
import { reachOf } from '../graph/reach';
import { counted } from '../model/sentence';
import { escapeHtml } from './markup';
import { Report } from './report';
import { hostPort } from '../model/host-port';

/** The sources of direct ways that the answers list, and the hosts of each. */
const SHOWN = 5;
const SHOWN_HOSTS = 3;

/** The findings that are visible before a reader opens the others. */
const VISIBLE = 10;

/** Returns the answers to the question of the page: what leaves around the gateways, and what leaves through them. */
export function answersOf({ ways, findings, files, objects }: Report): string {
  const of = (...outcomes: readonly Outcome[]): readonly WayOut[] =>
    ways.filter(({ outcome }) => outcomes.includes(outcome));
  const through = of('gateway');
  const errors = findings.filter(({ level }) => level === 'error').length;
  const gateways = new Set(through.map(({ exit }) => exit?.service));
  return `<section aria-labelledby="answers-title">
<h2 id="answers-title">What leaves</h2>
<dl class="tiles">
${tile('direct', 'around the gateways', of('direct'))}
${tile('fails', 'that fail', of('fails'))}
${tile('gateway', `through ${counted(gateways.size, 'gateway')}`, through)}
${tile('refused', 'with refused sources', of('denied', 'blocked'))}
${tileOf(errors > 0 ? 'direct' : 'none', findings.length, findings.length === 1 ? 'finding' : 'findings', counted(errors, 'error'))}
</dl>
${directList(ways)}
<p class="small">${counted(objects, 'object')} of ${counted(files, 'file')}.</p>
</section>`;
}

/** A tile with the number of declared hosts. Any other host is no number. */
function tile(className: string, words: string, ways: readonly WayOut[]): string {
  const hosts = new Set(ways.map(({ host }) => host));
  const hasOther = hosts.delete('*');
  const number = counted(ways.length, 'way');
  if (hosts.size === 0 && hasOther) return tileOf(className, 'any', `other host ${words}`, number);
  const small = hasOther ? `and any other host; ${number}` : number;
  const noun = hosts.size === 1 ? 'host' : 'hosts';
  return tileOf(ways.length === 0 ? 'none' : className, hosts.size, `${noun} ${words}`, small);
}

function tileOf(className: string, number: number | string, words: string, small: string): string {
  return `<div class="tile ${className}"><dt>${words}</dt><dd>${number.toLocaleString('en-US')}</dd><dd class="small">${small}</dd></div>`;
}

function directList(ways: readonly WayOut[]): string {
  const direct = reachOf(ways).filter(({ exit }) => exit.outcome === 'direct');
  if (direct.length === 0) return '<p class="verdict good">Nothing leaves the mesh around the gateways.</p>';
  const pairs = direct.flatMap(({ request, sources }) => sources.map((source) => ({ request, source })));
  const bySource = [...groupBy(pairs, ({ source }) => describeSource(source))].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const items = bySource.slice(0, SHOWN).map(([source, own]) => {
    const hosts = own.map(({ request, source: { source: name } }) => describeTarget({ ...request, source: name }));
    return directItem(source, hosts);
  });
  const more = bySource.length - items.length;
  if (more > 0) items.push(`<li>and ${counted(more, 'more source')}</li>`);
  return `<p class="verdict bad">Leaves the mesh around the gateways:</p>
<ul>
${items.join('\n')}
</ul>
<p><a href="#ways" data-outcome="direct">All direct ways in the table</a></p>`;
}

function directItem(source: string, targets: readonly string[]): string {
  const shown = targets.slice(0, SHOWN_HOSTS).map((target) => `<code>${escapeHtml(target)}</code>`);
  const more = targets.length - shown.length;
  return `<li><code>${escapeHtml(source)}</code> reaches ${shown.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}</li>`;
}

/** Returns a host with its port, without the protocol: `edition.cnn.com:443`. */
function describeTarget(way: RequestedPort & Pick<WayOut, 'source'>): string {
  return isOneHost(way.host) ? hostPort(way.host, way.port) : describeRequest(way);
}

/** Returns the findings of the audit, errors first. */
export function findingsOf({ findings, suppressed }: Report): string {
  const sorted = LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level));
  const [visible, others] = [sorted.slice(0, VISIBLE), sorted.slice(VISIBLE)];
  return `<section aria-labelledby="findings-title">
<h2 id="findings-title">Findings (${findings.length.toLocaleString('en-US')})</h2>
${sorted.length === 0 ? '<p>No rule of the audit found a mistake.</p>' : tableOf(visible)}
${others.length === 0 ? '' : `<details><summary>${counted(others.length, 'more finding')}</summary>${tableOf(others)}</details>`}
${suppressed === 0 ? '' : `<p>Annotations of objects suppress ${counted(suppressed, 'finding')}.</p>`}
</section>`;
}

function tableOf(findings: readonly ReportedFinding[]): string {
  return `<div class="wide" tabindex="0" role="region" aria-label="Table of findings"><table class="findings">
<thead><tr><th scope="col">Level</th><th scope="col">Code</th><th scope="col">Finding and fix</th><th scope="col">Place</th></tr></thead>
<tbody>
${findings.map(findingRow).join('\n')}
</tbody></table></div>`;
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
