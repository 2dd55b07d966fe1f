import { AuditedSet, compareFindings } from '../../../../lib/audit/diff/compare-findings';
import { Manifest, nameOf } from '../../../../lib/audit/manifest/manifest';
import { AuditFinding } from '../../../../lib/audit/rules/audit';

function finding(name: string, message = `VirtualService egress/${name} has no gateway`): AuditFinding {
  const metadata = { name, namespace: 'egress' };
  const manifest: Manifest = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata };
  const hit = { manifest, message, fix: 'add a gateway' };
  return { code: 'EGR3999', level: 'error', message, fix: hit.fix, object: nameOf(manifest), hit };
}

const manifestsOf = (findings: readonly AuditFinding[]): readonly Manifest[] => findings.map(({ hit }) => hit.manifest);
const result = (...findings: AuditFinding[]): AuditedSet => ({
  manifests: manifestsOf(findings),
  findings,
  suppressed: [],
});
const suppressed = (each: AuditFinding): AuditedSet => ({
  manifests: manifestsOf([each]),
  findings: [],
  suppressed: [{ ...each, reason: 'a trial' }],
});
/** Adds the objects of other findings, which have no mistake. */
const beside = (audited: AuditedSet, ...others: AuditFinding[]): AuditedSet => ({
  ...audited,
  manifests: [...audited.manifests, ...manifestsOf(others)],
});

const counts = (before: AuditedSet, after: AuditedSet): readonly number[] => {
  const { added, fixed, suppressed: hidden } = compareFindings(before, after);
  return [added.length, fixed.length, hidden.length];
};

describe('compareFindings', () => {
  test.each<[string, AuditedSet, AuditedSet, readonly number[]]>([
    ['a new finding', result(), result(finding('a')), [1, 0, 0]],
    ['a fixed finding', result(finding('a')), result(), [0, 1, 0]],
    ['an object with another name', result(finding('a')), result(finding('b')), [0, 0, 0]],
    [
      'a mistake that moves from one object of both sets to another',
      beside(result(finding('a')), finding('b')),
      beside(result(finding('b')), finding('a')),
      [1, 1, 0],
    ],
    ['a copy of an object that stays', result(finding('a')), beside(result(finding('b')), finding('a')), [1, 1, 0]],
    ['another mistake of one object', result(finding('a')), result(finding('a', 'the port is missing')), [1, 1, 0]],
    ['a second mistake of one kind', result(finding('a')), result(finding('a'), finding('b')), [1, 0, 0]],
    [
      'a finding that is suppressed since, which is not fixed',
      result(finding('a')),
      suppressed(finding('a')),
      [0, 0, 1],
    ],
    ['a finding that is no longer suppressed', suppressed(finding('a')), result(finding('a')), [1, 0, 0]],
    ['a finding that stays suppressed', suppressed(finding('a')), suppressed(finding('a')), [0, 0, 0]],
  ])('counts %s', (_title, before, after, expected) => {
    expect(counts(before, after)).toEqual(expected);
  });
});

test('A finding that is gone is not fixed if an object that is not evaluated is new', () => {
  const filter = { ...finding('filter', 'the filter is not evaluated'), code: 'EGR3403' };
  const { fixed, unevaluated } = compareFindings(result(finding('a')), beside(result(filter), finding('a')));
  expect([fixed, unevaluated]).toEqual([[], [finding('a')]]);
});
