/** The change of an answer that fails is the fix of the finding. */
import { explain } from '../../../../lib/audit/answer/explain';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { RULES } from '../../../../lib/audit/rules/all';
import { hostWays } from '../../../../lib/audit/rules/shared/host-ways';
import { manifestsOf, ruleRows } from '../../../support/audit-rows';
import { INSTALLED } from '../../../support/gateways';

const CODES = ['EGR3003', 'EGR3005', 'EGR3006', 'EGR3007', 'EGR3009', 'EGR3010', 'EGR3012', 'EGR3018', 'EGR3019'];
const RULES_OF_FAILURES = RULES.filter(({ code }) => CODES.includes(code));

test.each(RULES_OF_FAILURES.map((rule) => [rule.code, rule] as const))('%s', (code, { check }) => {
  for (const row of ruleRows().get(code) ?? []) {
    const mesh = readMesh(manifestsOf(row), { gatewayServices: [INSTALLED], ...row.settings });
    const requests = hostWays(mesh).flatMap(({ ways }) => ways.map(({ request }) => request));
    const answers = requests.map((request) =>
      explain(mesh, { ...request, caller: { namespace: request.clientNamespace, hasSidecar: true } }),
    );
    const failed = answers.filter(({ outcome }) => outcome === 'fails');
    const [fix] = check(mesh).map((finding) => finding.fix);
    if (failed.length === 0 || fix === undefined) continue;
    expect([row.row, failed.flatMap(({ changes }) => changes)]).toEqual([row.row, expect.arrayContaining([fix])]);
  }
});
