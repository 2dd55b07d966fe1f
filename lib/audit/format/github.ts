import { AuditReport, ReportedFinding } from './report';
import { Level } from '../manifest/level';
import { summaryLine } from './table';

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Returns a report as workflow commands of GitHub Actions, which become annotations of the lines, and the line with numbers.
 *
 * @see docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function toGithub({ findings, assumptions, summary }: AuditReport): string {
  return [...findings.map(command), ...assumptions.map(notice), `${summaryLine(summary)}\n`].join('\n');
}

function notice(assumption: string): string {
  return `::notice title=Assumption::${data(assumption)}`;
}

function command({ code, level, message, fix, object, file, line }: ReportedFinding): string {
  const properties = Object.entries({ file, line, title: object === undefined ? code : `${code} ${object}` })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${COMMANDS[level]} ${properties.join(',')}::${data(`${message}\nfix: ${fix}`)}`;
}

/** `escapeData` of actions/toolkit, packages/core/src/command.ts. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** `escapeProperty` of the same file. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
