/** The report for people: a table of all checks, and at its end what failed, with evidence. */
import { Check, Section } from '../checks/check';

const WIDTHS = { what: 72, expected: 44 } as const;

/** All sections as text. */
export function table(sections: readonly Section[]): string {
  return sections
    .map(({ title, checks, seconds }) => {
      const passed = checks.filter((check) => check.passed).length;
      return [`\n${title}: ${passed} of ${checks.length}, ${seconds.toFixed(1)} s`, ...rows(checks)].join('\n');
    })
    .join('\n');
}

/** Returns a row for each check. Checks with one reason are indented below the reason. */
function rows(checks: readonly Check[]): string[] {
  return checks.flatMap((check, index) => {
    const { because } = check;
    if (because === undefined) return [row(check)];
    return [...(because === checks[index - 1]?.because ? [] : [`  ${because}`]), `  ${row(check)}`];
  });
}

function row({ what, expected, seen, passed }: Check): string {
  const columns = `${fitted(what, WIDTHS.what)}  ${fitted(expected, WIDTHS.expected)}`;
  return `  ${passed ? 'ok    ' : 'FAILED'}  ${passed && seen === expected ? columns.trimEnd() : `${columns}  ${seen}`}`;
}

/** Returns the text, padded to a width. A longer text keeps its start, the pod and the URL, and its end, the arguments of curl. */
function fitted(text: string, width: number): string {
  const end = (width - 2) / 2;
  return text.length <= width ? text.padEnd(width) : `${text.slice(0, end)}..${text.slice(-end)}`;
}

/** What failed, with all that is known: each check's own evidence, and what was applied. */
export function failures(sections: readonly Section[]): string {
  return sections
    .filter(({ checks }) => checks.some(({ passed }) => !passed))
    .map(failuresOf)
    .join('\n');
}

function failuresOf({ title, checks, manifests = '' }: Section): string {
  const failed = checks.filter(({ passed }) => !passed);
  const texts = failed.map(({ what, because, expected, seen, evidence = '' }) => {
    const reason = because === undefined ? '' : `  because:  ${because}\n`;
    return `\nFAILED ${title}: ${what}\n${reason}  expected: ${expected}\n  seen:     ${seen}\n${indented(evidence)}`;
  });
  const applied = manifests === '' ? [] : [`\n  what was applied:\n${indented(manifests)}`];
  return [...texts, ...applied].join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
