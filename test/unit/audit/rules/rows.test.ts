/** Every rule of the audit, on its rows. A new rule is a file in `lib/audit/rules/`, a line in `all.ts`, and a file of rows here. */
import { nameOf } from '../../../../lib/audit/manifest/manifest';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { RULES } from '../../../../lib/audit/rules/all';
import { hitsByRule } from '../../../../lib/audit/rules/audit';
import { Hit } from '../../../../lib/audit/rules/rule';
import { manifestsOf, RuleRow, ruleRows } from '../../../support/audit-rows';
import { INSTALLED } from '../../../support/gateways';

const ROWS = ruleRows();
const CODES = RULES.map(({ code }) => code);

test('the rules are in the order of their codes, and each has a file of rows', () => {
  expect([...ROWS.keys()]).toEqual(CODES);
});

describe.each(RULES)('$code', (rule) => {
  const { code, level, title, effect, sources, isLast } = rule;
  const rows = ROWS.get(code) ?? [];
  const hitsOf = (row: RuleRow): readonly Hit[] => {
    const mesh = readMesh(manifestsOf(row), { gatewayServices: [INSTALLED], ...row.settings });
    return hitsByRule(mesh, isLast ? RULES : [rule]).get(rule) ?? [];
  };

  it('has a title, an effect, and sources: addresses, or functions with their files', () => {
    expect([level]).toEqual([expect.stringMatching(/^(error|warning)$/)]);
    expect(title).toMatch(/^[A-Z`].*\.$/);
    expect(effect).toMatch(/^[A-Z`](?!.*https:)[^]*\.$/);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(source).toMatch(/^(https:\/\/\S+|(\w+ in )?[\w/]+\.(go|cc|h))$/);
  });

  it('has rows that it finds, and at least two that it leaves alone', () => {
    expect(rows.filter(({ findings }) => findings.length > 0).length).toBeGreaterThan(0);
    expect(rows.filter(({ findings }) => findings.length === 0).length).toBeGreaterThan(1);
    expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
  });

  test.each(rows.map((row) => [row.row, row] as const))('%s', (_sentence, row) => {
    const hits = hitsOf(row);
    const found = hits.map(({ manifest, path, message, fix }) => ({ object: nameOf(manifest), path, message, fix }));
    expect(found).toEqual(row.findings);
    for (const { manifest, path = [], message, fix } of hits) {
      expect(valueAt(manifest, path)).toBeDefined();
      expect(message).toContain(nameOf(manifest));
      expect([message, fix]).toEqual([expect.stringMatching(/[^.]$/), expect.stringMatching(/^[a-z].*[^.]$/)]);
    }
  });
});

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);
}
