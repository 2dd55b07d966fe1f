/** `docs/threats.md`, from the data: what `npm run threats` writes, and a test compares. */
import { Evidence, OnTheMesh, Outcome } from './evidence';
import { Closing, Status, statusOf, Threat } from './threat';

/** What is said of a status: in the count, and in the list of what the words mean. */
const MEANING: Readonly<Record<Status, string>> = {
  closed:
    'an object of this library closes it, and attempts on a running mesh, its API server, or the evaluators of NetworkPolicies show that it does',
  'closed in part': 'the same, and something is left that has to be done elsewhere',
  'refused at synthesis': 'what would open it is an error before any manifest is written',
  'made harder': 'an object is there, and a test of what is written; no attempt shows that it holds',
  'open to manifests': 'this library has no object against it: what to do instead is said',
  'not applicable': 'it is about what this library does not write',
};

export function render(threats: readonly Threat[]): string {
  const parts = [HEAD, `**${countLine(threats)}**`, WORDS, table(threats), ...threats.map(paragraph)];
  return `${parts.join('\n\n')}\n`;
}

const HEAD = `# Ways around the gateway, and what closes them

<!-- Written by \`npm run threats\` from test/threats/. -->`;

const WORDS = [
  'What the words mean:\n',
  ...Object.entries(MEANING).map(([status, meaning]) => `- **${status}**: ${meaning}.`),
  '\nA case is a file `examples/NAME/case.ts`, run by `npm run conformance`; [what of that mesh is real](conformance.md). A test looks that',
  'every case, stage, attempt and test named here exists; that an attempt named under "Shown by" is expected to be blocked or refused, but where it',
  'says that going through the gateway is what shows it; and that what closes a way writes an object of the kind in brackets in a program that',
  'the attempts are made under. What `EgressLockdownPolicy` and `GatewayLockdownPolicy` close they close under a network plugin that enforces',
  'NetworkPolicies, in namespaces that are locked down, and without peers of your own (`allow`); what `EgressAdmissionPolicy` closes, in its',
  'namespaces, for whoever is no deployer.',
].join('\n');

/** How many there are of each status, those that there are. */
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

/** A table as `prettier` has it: all cells of a column are of one width. */
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
      return `${link(`examples/${example}/case.ts`)}, "${title}", stage "${stage}", refused by the API server: ${wishes.join('; ')}`;
    }
    case 'evaluators': {
      const { example, program, peer, ports } = evidence;
      return `${link(`examples/${example}/case.ts`)}, the lockdown of \`${program}\`: ${peer} on ${ports.join(', ')} is refused by the evaluators`;
    }
    case 'object':
    case 'refusal':
      return `${link(evidence.file)}: "${evidence.name}"`;
  }
}

function onTheMesh({ example, title, stage, attempts, outcome, why }: OnTheMesh): string {
  const tried = attempts.map((each) => `\`${each}\``).join(', ');
  const end = outcome === 'through' ? `${OUTCOMES[outcome]}, ${why}` : OUTCOMES[outcome];
  return `${link(`examples/${example}/case.ts`)}, "${title}", stage "${stage}": ${tried}${end}`;
}

/** What is said of attempts that are not stopped. */
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  stopped: '',
  through: ': through the gateway',
  'never directly': ': repeated all the while, and never directly',
  directly: ': directly',
  taken: ': somebody answers in the place of the host',
};

const link = (file: string): string => `[${file}](../${file})`;
