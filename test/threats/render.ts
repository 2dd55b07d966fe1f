/** The text of `docs/threats.md`. `npm run threats` writes the file, and a test compares it. */
import { Shown } from './shown';
import { NamedTest, Status, statusOf, Threat } from './threat';

/** The meaning of each status. */
const MEANING: Readonly<Record<Status, string>> = {
  closed:
    'an object of this library closes the way, and attempts on a running mesh, its API server or NetworkPolicy evaluators show it',
  'closed in part': 'the same, and a part must be closed elsewhere',
  'made harder': 'an object exists, with a test of its content; no attempt shows its effect',
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

<!-- Written by \`npm run threats\` from test/threats/ and the cases of examples/. -->`;

const WORDS = [
  'The status of a way:\n',
  ...Object.entries(MEANING).map(([status, meaning]) => `- **${status}**: ${meaning}.`),
  '\nA case is a file `examples/NAME/case.ts` of the repository, which `npm run conformance` runs ([which parts of that mesh are real](conformance.md)).',
  '"Shown by" lists stages of these cases, with the reasons of their expectations and the outcomes of the attempts. A test checks that a case shows',
  'every closed way, that these attempts are blocked or refused, or go through the gateway, and that every named test exists.',
  '`EgressLockdownPolicy` and `GatewayLockdownPolicy` need a network plugin that enforces NetworkPolicies, and close a way in locked-down',
  'namespaces without further peers (`allowTo`). `EgressAdmissionPolicy` closes a way in its namespaces, for all subjects except deployers.',
].join('\n');

/** Returns the number of ways of each status. */
function countLine(entries: readonly Entry[]): string {
  const count = (wanted: Status): number => entries.filter(({ status }) => status === wanted).length;
  const words = (Object.keys(MEANING) as Status[])
    .filter((status) => count(status) > 0)
    .map((status) => `${count(status)} ${status}${status.startsWith('closed') ? ' with a case' : ''}`);
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
  const shown = [...places(closing), ...tests.map(testLine)];
  return [
    `## ${id}`,
    `**${title}** (${status}). ${how}`,
    ...(notApplicable === undefined ? [] : [notApplicable]),
    ...(closedBy.length === 0 ? [] : [`Closed by: ${closedBy.join(', ')}.`]),
    ...(shown.length === 0 ? [] : [`Shown by:\n\n${shown.join('\n')}`]),
    ...(remains === undefined ? [] : [`What remains: ${remains}`]),
    ...(remaining.length === 0 ? [] : [`Seen to remain:\n\n${places(remaining).join('\n')}`]),
  ].join('\n\n');
}

/** Returns an item for each place, with the reasons of its expectations below it, each with the outcome of the attempts. */
function places(shown: readonly Shown[]): string[] {
  const reasonOf = (each: Shown): string => `  - ${each.because} (${counted(each)})`;
  const placeOf = (each: Shown): string => {
    const same = shown.filter((other) => other.where === each.where && reasonOf(other) === reasonOf(each));
    const stages = [...new Set(same.flatMap(({ stage }) => (stage === undefined ? [] : [`"${stage}"`])))];
    if (stages.length === 0) return `- ${each.where}:`;
    return `- ${each.where}, stage${stages.length > 1 ? 's' : ''} ${stages.join(', ')}:`;
  };
  return [...new Set(shown.map(placeOf))].flatMap((place) => [
    place,
    ...new Set(shown.filter((each) => placeOf(each) === place).map(reasonOf)),
  ]);
}

function counted({ outcomes }: Shown): string {
  const kinds = [...new Set(outcomes)];
  return kinds.map((kind) => `${outcomes.filter((each) => each === kind).length} ${kind}`).join(', ');
}

/** Returns the name of a test as code and text, not as a link: the package contains this page, and neither cases nor tests. */
function testLine({ file, name }: NamedTest): string {
  return `- \`${file}\`: "${name.replaceAll('%s', '...')}"`;
}
