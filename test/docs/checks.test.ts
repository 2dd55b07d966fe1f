/** The page of the checks agrees with the tables of the library. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT_CODES } from './write-audit';
import { CONSTRUCTOR_ERRORS, DOCUMENT, render, SYNTHESIS_ERRORS, WARNINGS } from './write-checks';

test('docs/checks.md is the output of `npm run checks`', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(render());
});

test('every code of docs/checks.md is unique, and its first digit is that of its table', () => {
  const tables = { '0': CONSTRUCTOR_ERRORS, '1': SYNTHESIS_ERRORS, '2': WARNINGS };
  for (const [digit, checks] of Object.entries(tables)) {
    for (const [code] of checks) expect(code).toMatch(new RegExp(`^EGR${digit}\\d{3}$`));
  }
  const codes = Object.values(tables).flatMap((checks) => checks.map(([code]) => code));
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

test('every title in docs/checks.md is one sentence', () => {
  const titles = [...CONSTRUCTOR_ERRORS, ...SYNTHESIS_ERRORS, ...WARNINGS].map(([, title]) => title);
  expect(titles.filter((title) => !/^[A-Z`][^.!?]*(\.\w[^.!?]*)*\.$/.test(title))).toEqual([]);
});

const ROOT = join(__dirname, '..', '..');
const GUIDE = readdirSync(join(ROOT, 'docs/guide')).map((name) => join('docs/guide', name));

test.each(['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...GUIDE])(
  'every code in %s is the code of a check',
  (file) => {
    const codes = [...[...CONSTRUCTOR_ERRORS, ...SYNTHESIS_ERRORS, ...WARNINGS].map(([code]) => code), ...AUDIT_CODES];
    const text = readFileSync(join(ROOT, file), 'utf8');
    expect([...text.matchAll(/EGR\d{4}/g)].map(([code]) => code).filter((code) => !codes.includes(code))).toEqual([]);
    const acknowledged = [...text.matchAll(/acknowledge\('(\w+)'/g)].map(([, code]) => code);
    expect(acknowledged.filter((code) => !WARNINGS.some(([warning]) => warning === code))).toEqual([]);
  },
);
