/** The page of the audit agrees with the rules and their rows. */
import { readFileSync } from 'node:fs';
import { FindingLevel } from '../../lib/input/finding';
import { RULES } from '../../lib/audit/rules/all';
import { ANALYZERS } from '../../lib/analysis/all';
import { DOCUMENT, render } from './write-audit';

test('docs/audit.md is the output of `npm run audit:rules`', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(render());
});

test('the rules of the audit are in the order of their codes, and every title is one sentence', () => {
  const codes = RULES.map(({ code }) => code);
  expect(codes).toEqual([...codes].sort());
  expect(RULES.map(({ title }) => title).filter((title) => !/^[A-Z`][^.!?]*(\.\w[^.!?]*)*\.$/.test(title))).toEqual([]);
});

test('a rule with the code of a check of constructs has the title and the level of the check', () => {
  const shared = RULES.filter(({ code }) => !code.startsWith('EGR3'));
  expect(shared.length).toBeGreaterThan(0);
  for (const { code, title, level } of shared) {
    const check = ANALYZERS.find((analyzer) => analyzer.code === code);
    expect([code, title, level === 'error' ? FindingLevel.ERROR : FindingLevel.WARNING]).toEqual([
      check?.code,
      check?.title,
      check?.level,
    ]);
  }
});
