/** The text of `docs/threats.md`. `npm run threats` writes the file, and a test compares it. */
import { Evidence, OnTheMesh, Outcome } from './evidence';
import { Closing, Status, statusOf, Threat } from './threat';

/** The meaning of each status. */
const MEANING: Readonly<Record<Status, string>> = {
  closed:
    'an object of this library closes the way, and attempts on a running mesh, its API server or NetworkPolicy evaluators show it',
  'closed in part': 'the same, and a part must be closed elsewhere',
  'refused at synthesis': 'what would open the way is an error before any manifest is written',
  'made harder': 'an object exists, with a test of its content; no attempt shows its effect',
  'open to manifests': 'this library has no object against the way; the entry names what to do instead',
  'not applicable': 'the way concerns features for which this library writes no objects',
};

export function render(threats: readonly Threat[]): string {
  const parts = [HEAD, `**${countLine(threats)}**`, WORDS, table(threats), ...threats.map(paragraph)];
  return `${parts.join('\n\n')}\n`;
}

const HEAD = `# Ways around the gateway, and what closes them

<!-- Written by \`npm run threats\` from test/threats/. -->`;

const WORDS = [
  'The status of a way:\n',
  ...Object.entries(MEANING).map(([status, meaning]) => `- **${status}**: ${meaning}.`),
  '\nA case is a file `examples/NAME/case.ts` of the repository, which `npm run conformance` runs ([which parts of that mesh are real](conformance.md)). A test checks',
  'that every case, stage, attempt and test on this page exists; that every attempt under "Shown by" is expected to be blocked or refused, unless',
  'the entry states that it goes through the gateway; and that the construct under "Closed by" writes an object of the kind in parentheses in a',
  'program that is applied in these cases. `EgressLockdownPolicy` and `GatewayLockdownPolicy` need a network plugin that enforces NetworkPolicies,',
  'and close a way in locked-down namespaces without further peers (`allowTo`). `EgressAdmissionPolicy` closes a way in its namespaces, for all',
  'subjects except deployers.',
].join('\n');

/** Returns the number of threats of each status. */
export function countLine(threats: readonly Threat[]): string {
  const count = (status: Status): number => threats.filter((threat) => statusOf(threat) === status).length;
  const words = (Object.keys(MEANING) as Status[])
    .filter((status) => count(status) > 0)
    .map((status) => `${count(status)} ${status}${status.startsWith('closed') ? ' with a case' : ''}`);
  return `Of ${threats.length}: ${words.join(', ')}.`;
}

function table(threats: readonly Threat[]): string {
  const rows = threats.map((threat) => [
    `[${threat.id}](#${threat.id.toLowerCase()})`,
    threat.title,
    statusOf(threat),
    [...new Set(threat.closedBy.map(({ by }) => `\`${by}\``))].join(', '),
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

function paragraph(threat: Threat): string {
  const { id, title, how, closedBy, shownBy, remains, remainsShownBy = [], notApplicable } = threat;
  const shown = shownBy.map(wordsOf);
  return [
    `## ${id}`,
    `**${title}** (${statusOf(threat)}). ${how}`,
    ...(notApplicable === undefined ? [] : [notApplicable]),
    ...(closedBy.length === 0 ? [] : [`Closed by: ${closedBy.map(closing).join(', ')}.`]),
    ...(shown.length === 0 ? [] : [`Shown by:\n\n${shown.map((each) => `- ${each}`).join('\n')}`]),
    ...(remains === undefined ? [] : [`What remains: ${remains}`]),
    ...(remainsShownBy.length === 0
      ? []
      : [`Seen to remain:\n\n${remainsShownBy.map((each) => `- ${wordsOf(each)}`).join('\n')}`]),
  ].join('\n\n');
}

function closing({ by, kind, to, byDefault, writtenBy }: Closing): string {
  const owner = to === undefined ? '' : byDefault ? `, the default of \`${to}\`` : ` of \`${to}\``;
  return `\`${by}\`${owner} (${kind}${writtenBy === undefined ? '' : ` of \`${writtenBy}\``})`;
}

function wordsOf(evidence: Evidence): string {
  switch (evidence.how) {
    case 'mesh':
      return onTheMesh(evidence);
    case 'admission': {
      const { example, title, stage, wishes } = evidence;
      return `${path(`examples/${example}/case.ts`)}, "${title}", stage "${stage}", rejected by the API server: ${wishes.join('; ')}`;
    }
    case 'evaluators': {
      const { example, program, peer, ports } = evidence;
      return `${path(`examples/${example}/case.ts`)}, the lockdown of \`${program}\`: ${peer} on ${ports.join(', ')} denied by the evaluators`;
    }
    case 'object':
    case 'refusal':
      return `${path(evidence.file)}: "${evidence.name}"`;
  }
}

function onTheMesh({ example, title, stage, attempts, outcome, why }: OnTheMesh): string {
  const tried = attempts.map((each) => `\`${each}\``).join(', ');
  const end = outcome === 'through' ? `${OUTCOMES[outcome]}, ${why}` : OUTCOMES[outcome];
  return `${path(`examples/${example}/case.ts`)}, "${title}", stage "${stage}": ${tried}${end}`;
}

/** The outcomes of attempts that are not stopped. */
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  stopped: '',
  through: ': through the gateway',
  'never directly': ': repeated during the stage, and never direct',
  directly: ': direct',
  taken: ': another server answers in place of the host',
};

/** Returns the path as code, not as a link: the package contains this page, and neither cases nor tests. */
const path = (file: string): string => `\`${file}\``;
