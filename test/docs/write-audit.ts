/** Writes `docs/audit.md` from the rules of the audit and their rows: `npm run audit:rules`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { READING_CODES } from '../../lib/audit/manifest/reading-problem';
import { readMesh } from '../../lib/audit/model/mesh';
import { RULES } from '../../lib/audit/rules/all';
import { Rule } from '../../lib/audit/rules/rule';
import { suppressionRule } from '../../lib/audit/rules/suppression';
import { manifestsOf, RuleRow, ruleRows, textOf } from '../support/audit-rows';
import { INSTALLED } from '../support/gateways';

export const DOCUMENT = join(__dirname, '..', '..', 'docs', 'audit.md');

const HEAD = `# Rules of the audit

<!-- Written by \`npm run audit:rules\` from lib/audit/ and test/unit/audit/rules/. -->

The audit reads the manifests of a mesh, and reports these mistakes. A code is never reused. Codes that begin with \`EGR3\` are those of the audit alone.
The other codes are those of [checks](checks.md), which find the same mistake in constructs.

Each section has the effect of the mistake, manifests with the mistake, and the finding. The same tests that run these manifests also run manifests
that only look wrong: \`test/unit/audit/rules/\`.`;

/** A row of a table of the page. */
type Row = readonly [code: string, level: string, title: string];

/** The problems of reading files, and of annotations that suppress findings. They have no section. */
const OTHER_ROWS: readonly Row[] = [
  ...Object.entries(READING_CODES).map(([code, { level, title }]): Row => [code, level, title]),
  ...[suppressionRule([])].map(({ code, level, title }): Row => [code, level, title]),
];

/** Every code of the page. */
export const AUDIT_CODES: readonly string[] = [...RULES.map(({ code }) => code), ...OTHER_ROWS.map(([code]) => code)];

const READING = `## Files

The audit reports these problems of files and annotations, and audits the other objects.

${table(OTHER_ROWS)}`;

/** Returns the page. */
export function render(): string {
  const rows = ruleRows();
  const sections = RULES.map((rule) => section(rule, rows.get(rule.code) ?? []));
  return `${[HEAD, `<!-- prettier-ignore-start -->`, table(RULES.map(({ code, level, title }) => [`[${code}](#${code.toLowerCase()})`, level, title])), READING, ...sections, `<!-- prettier-ignore-end -->`].join('\n\n')}\n`;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((cells) => `| ${cells.join(' | ')} |`);
  return ['| code | level | mistake |', '| --- | --- | --- |', ...lines].join('\n');
}

/** Returns the section of a rule, with the first row that the rule finds. */
function section({ code, level, title, effect, sources, check }: Rule, rows: readonly RuleRow[]): string {
  const row = rows.find(({ findings }) => findings.length > 0);
  if (row === undefined) throw new Error(`${code} finds none of its rows`);
  const [hit] = check(readMesh(manifestsOf(row), { gatewayServices: [INSTALLED], ...row.settings }));
  if (hit === undefined) throw new Error(`${code} does not find "${row.row}"`);
  return [
    `## ${code}`,
    `**${level[0]?.toUpperCase()}${level.slice(1)}.** ${title}`,
    effect,
    `Source${sources.length === 1 ? '' : 's'}: ${sources.map(sourceText).join(', ')}.`,
    row.row,
    [
      '```yaml',
      textOf(row)
        .trim()
        .replace(/\n+---/g, '\n---'),
      '```',
    ].join('\n'),
    ['```text', `${code}: ${hit.message}`, `fix: ${hit.fix}`, '```'].join('\n'),
  ].join('\n\n');
}

/** Returns a source of a rule as a link, or a function of Istio or Envoy with its file as code. */
function sourceText(source: string): string {
  if (source.startsWith('https://')) return `<${source}>`;
  return source
    .split(' in ')
    .map((name) => `\`${name}\``)
    .join(' in ');
}

if (require.main === module) writeFileSync(DOCUMENT, render());
