/** The text of `docs/threats.md`. `npm run threats` writes the file, and a test compares it. */
import { Shown } from './shown';
import { NamedTest, Status, statusOf, Threat } from './threat';

/** The meaning of each status. */
const MEANING: Readonly<Record<Status, string>> = {
  closed:
    'an object of this library closes the way, and attempts on a running mesh, its API server or NetworkPolicy evaluators show it',
  'closed in part': 'the same, and a part must be closed elsewhere',
  'made harder': 'an object or an error at synthesis exists, with a test; no attempt shows its effect',
  'open to manifests': 'this library has no object against the way; the entry names what to do instead',
  'not applicable': 'the way concerns features for which this library writes no objects',
};

export function render(threats: readonly Threat[], shown: readonly Shown[]): string {
  const entries = threats.map((threat) => entryOf(threat, shown));
  const parts = [HEAD, `**${countLine(entries)}**`, WORDS, table(entries), ...entries.map(paragraph)];
  return `${parts.join('\n\n')}\n`;
}

/** A threat with its status, and the groups that show it. */
interface Entry {
  readonly threat: Threat;
  readonly status: Status;
  readonly closing: readonly Shown[];
  readonly remaining: readonly Shown[];
}

function entryOf(threat: Threat, shown: readonly Shown[]): Entry {
  const closing = shown.filter(({ closes = [] }) => closes.includes(threat.id));
  const remaining = shown.filter(({ remains = [] }) => remains.includes(threat.id));
  return { threat, status: statusOf(threat, closing.length > 0), closing, remaining };
}

const HEAD = `# Ways around the gateway, and what closes them

<!-- Written by \`npm run threats\` from test/threats/ and the cases of examples/. -->

- **The boundary is the network.** NetworkPolicies of \`EgressLockdownPolicy\` hold a pod whatever runs in it, and those of
  \`GatewayLockdownPolicy\` hold the pods of the gateway. They need a network plugin that enforces NetworkPolicies, and do not apply to pods on
  the network of their node ([B4](#b4)).
- **The gateway decides who reaches a host**, by the certificates of the mesh. Locked-down namespaces have no other way to a host.
- **Sidecars and admission are a second line.** A sidecar holds a pod only while the pod leaves it in place. \`EgressAdmissionPolicy\` judges
  objects when they are written, not processes. Therefore no way is "closed" here that a lockdown alone closes.
- **The JSON access log of the gateway is the evidence** (\`AccessLog.JSON\` of \`EgressTelemetry\`). JSON escapes what a client sends. In
  Istio's text format, a User-Agent with quotes adds fields to its line. A sidecar, and its log, are in the hands of its pod.`;

const WORDS = [
  'The status of a way:\n',
  ...Object.entries(MEANING).map(([status, meaning]) => `- **${status}**: ${meaning}.`),
  '\nThe lists of an entry have expectations of the cases in `examples/NAME/case.ts`, each with the outcome of its attempts and the name of its',
  'example: first what closes the way, then what remains. `npm run conformance` runs these cases ([which parts of that mesh are',
  'real](conformance.md)). A test checks that a case or a test shows every closed way, that its attempts are stopped, or go through the gateway,',
  'and that every named test exists. A lockdown closes a way in namespaces without further peers (`allowTo`), and `EgressAdmissionPolicy` in its',
  'namespaces, for all subjects except deployers.',
].join('\n');

/** Returns the number of ways of each status. */
function countLine(entries: readonly Entry[]): string {
  const count = (wanted: Status): number => entries.filter(({ status }) => status === wanted).length;
  const words = (Object.keys(MEANING) as Status[])
    .filter((status) => count(status) > 0)
    .map((status) => `${count(status)} ${status}`);
  return `Of ${entries.length}: ${words.join(', ')}.`;
}

function table(entries: readonly Entry[]): string {
  const rows = entries.map(({ threat: { id, title, closedBy = [] }, status }) => [
    `[${id}](#${id.toLowerCase()})`,
    title,
    status,
    [...new Set(closedBy.map((text) => text.replace(/^(`[^`]+`).*/, '$1')))].join(', '),
  ]);
  return aligned([['', 'way', 'status', 'closed by'], ...rows]);
}

/** Returns a table in the format of `prettier`, with columns of equal width. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function paragraph({ threat, status, closing, remaining }: Entry): string {
  const { id, title, how, closedBy = [], tests = [], remains, notApplicable } = threat;
  const shown = [...reasons(closing), ...tests.map(testLine)];
  return [
    `## ${id}`,
    `**${title}** (${status}). ${how}`,
    ...(notApplicable === undefined ? [] : [notApplicable]),
    ...(closedBy.length === 0 ? [] : [`Closed by ${closedBy.join(', ')}:\n\n${shown.join('\n')}`]),
    ...(remains === undefined ? [] : [`What remains: ${[remains, ...reasons(remaining)].join('\n\n')}`]),
  ].join('\n\n');
}

/** Returns an item for each reason, with the outcomes of the attempts and the example. */
function reasons(shown: readonly Shown[]): string[] {
  const item = ({ because, outcomes, example }: Shown): string =>
    `- ${because} (${[...new Set(outcomes)].join(', ')}: ${example})`;
  return [...new Set(shown.map(item))];
}

/** Returns the name of a test as code and text, not as a link: the package contains this page, and neither cases nor tests. */
function testLine({ file, name }: NamedTest): string {
  return `- \`${file}\`: "${name.replaceAll('%s', '...')}"`;
}
