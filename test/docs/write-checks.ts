/** Writes `docs/checks.md` from the tables of the library: `npm run checks`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { EgressGateway, ExternalTlsRoute } from '../../lib';
import { ANALYZERS } from '../../lib/analysis/all';
import { APPS } from '../../lib/analysis/apps';
import { ERROR_CODES } from '../../lib/input/codes';
import { FindingLevel } from '../../lib/input/finding';

export const DOCUMENT = join(__dirname, '..', '..', 'docs', 'checks.md');

/** A row of the page: the code of a check, and the mistake in general. */
export type Check = readonly [code: string, title: string];

/** The errors of constructors and factory methods. */
export const CONSTRUCTOR_ERRORS: readonly Check[] = Object.entries(ERROR_CODES);

/** The errors at synthesis, sorted by code. */
export const SYNTHESIS_ERRORS: readonly Check[] = checksOf(FindingLevel.ERROR);

/** The warnings, sorted by code. */
export const WARNINGS: readonly Check[] = checksOf(FindingLevel.WARNING);

function checksOf(wanted: FindingLevel): readonly Check[] {
  return [...ANALYZERS, ...APPS]
    .filter(({ level }) => level === wanted)
    .map(({ code, title }): Check => [code, title])
    .sort(byCode);
}

function byCode([a]: Check, [b]: Check): number {
  return a < b ? -1 : 1;
}

const HEAD = `# Checks

<!-- Written by \`npm run checks\` from lib/input/codes.ts and lib/analysis/all.ts. -->

Every error and warning of the library has a code, and names the construct, the mistake, the rejected value, the accepted values and a fix:

\`\`\`text
${messageOf('https://x.com/')}
\`\`\``;

/** Returns the message of the error for a route with a malformed host. */
function messageOf(host: string): string {
  const chart = new Chart(new App(), 'chart');
  const gateway = new EgressGateway(chart, 'gateway');
  try {
    new ExternalTlsRoute(chart, 'route', { gateway, hosts: [host] });
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error(`${host} is not rejected`);
}

const ERRORS_INTRO = `## Errors of constructors

A constructor, a method or a factory method throws an error for a mistake in its own values. If several values of a construct are
malformed, the error contains a finding for each. In a program, identify the error by its name and its code:

\`\`\`ts
import { ExternalTlsRoute } from 'cdk8s-istio-egress';

try {
  new ExternalTlsRoute(chart, 'partner', { gateway, hosts: ['https://x.com/'] });
} catch (error) {
  if (!(error instanceof Error) || error.name !== 'EgressError') throw error;
  const { code, fix } = error as Error & { code: string; fix: string };
  console.error(code, fix); // EGR0201
}
\`\`\`

\`error.findings\` contains every finding of the construct. The properties of the error are those of the first finding.`;

const SYNTHESIS_INTRO = `## Errors at synthesis

The library runs these checks on all constructs of a mesh when the app is synthesized. \`app.synth()\` reports all errors at once, and
writes no manifests. An error cannot be acknowledged. \`EgressChecks.of(app).findings()\` returns the same findings without synthesis.`;

const WARNINGS_INTRO = `## Warnings

The library prints a warning to stderr at synthesis, adds the warning to the metadata of its construct, and writes the manifests. To accept
a warning, acknowledge its code with a reason. The acknowledgement applies to the scope and everything below the scope:

\`\`\`ts
import { EgressChecks } from 'cdk8s-istio-egress';

EgressChecks.of(team).acknowledge('EGR2008', 'the test server has a self-signed certificate');
\`\`\`

\`EgressChecks.of(app).failOnWarnings()\` turns all other warnings into errors. [Testing](guide/testing.md) has more examples.`;

/** Returns the page. */
export function render(): string {
  const parts = [
    ...[HEAD, ERRORS_INTRO, table('error', CONSTRUCTOR_ERRORS)],
    ...[SYNTHESIS_INTRO, table('error', SYNTHESIS_ERRORS)],
    ...[WARNINGS_INTRO, table('warning', WARNINGS)],
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Returns a table in the format of prettier: all cells of a column have one width. */
function table(title: string, checks: readonly Check[]): string {
  const rows = [['code', title], ...checks];
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  const [head = [], ...body] = rows.map(line);
  return [head, rule, ...body].join('\n');
}

if (require.main === module) writeFileSync(DOCUMENT, render());
