import { readManifests } from '../../../../lib/audit/manifest/read-manifests';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { AuditResult, auditWithSuppressed } from '../../../../lib/audit/rules/audit';
import { Rule } from '../../../../lib/audit/rules/rule';

/** A rule that has a finding in every Service. */
const RULE: Rule = {
  code: 'EGR3001',
  level: 'error',
  title: 'A Service.',
  effect: 'For tests.',
  sources: [],
  check: ({ manifests }) =>
    manifests.map((manifest) => ({ manifest, message: 'a service', fix: 'remove the service' })),
};
const OTHER: Rule = { ...RULE, code: 'EGR3002', check: () => [] };

function audit(annotations: Readonly<Record<string, string>>): AuditResult {
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', annotations } };
  const { manifests } = readManifests([{ file: 'a.yaml', text: JSON.stringify(object) }]);
  return auditWithSuppressed(readMesh(manifests, {}), [RULE, OTHER]);
}

const codes = ({ findings }: AuditResult): readonly string[] => findings.map(({ code }) => code);

test('an annotation with the code and a reason suppresses the finding of its object', () => {
  const result = audit({ 'suppress.cdk8s-istio-egress/EGR3001': ' the service is for tests ' });
  expect(codes(result)).toEqual([]);
  expect(result.suppressed).toMatchObject([
    { code: 'EGR3001', object: 'Service default/a', reason: 'the service is for tests' },
  ]);
});

test.each([
  ['no annotation', {}],
  ['the annotation of another rule', { 'suppress.cdk8s-istio-egress/EGR3002': 'a reason' }],
  ['another annotation', { 'cdk8s-istio-egress/EGR3001': 'a reason' }],
])('%s suppresses nothing', (_, annotations) => {
  expect(codes(audit(annotations))).toEqual(['EGR3001']);
});

test.each([
  ['an empty reason', 'EGR3001', ' ', 'has no reason, and suppresses nothing', 'write the reason'],
  ['an unknown code', 'EGR301', 'a reason', 'has the code of no rule', 'write suppress.cdk8s-istio-egress/EGR3001'],
  ['no code', 'all', 'a reason', 'has the code of no rule', 'write the code of a finding'],
])('%s is a finding at the annotation', (_, code, reason, message, fix) => {
  const key = `suppress.cdk8s-istio-egress/${code}`;
  const { findings, suppressed } = audit({ [key]: reason });
  expect(suppressed).toEqual([]);
  expect(findings).toMatchObject([
    { code: 'EGR3001' },
    {
      code: 'EGR3990',
      level: 'warning',
      message: `the annotation ${key} ${message}`,
      fix: expect.stringContaining(fix) as string,
      hit: { path: ['metadata', 'annotations', key] },
    },
  ]);
});
