import { Diff, opens } from '../diff/diff';
import { reported } from './report';

/**
 * Returns a diff as JSON: whether something opens, the changes of ways, and the findings that are new, fixed, no longer evaluated or
 * suppressed since.
 */
export function diffToJson(diff: Diff): string {
  const { changes, findings } = diff;
  const json = {
    opens: opens(diff),
    changes,
    newFindings: findings.added.map(reported),
    fixedFindings: findings.fixed.map(reported),
    unevaluatedFindings: findings.unevaluated.map(reported),
    suppressedFindings: findings.suppressed.map((each) => ({ ...reported(each), suppressed: each.reason })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
