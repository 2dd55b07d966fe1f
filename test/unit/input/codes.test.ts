import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../../../lib/input/codes';

const LIB = join(__dirname, '../../../lib');

/** The codes of input errors that occur in the source of the library. */
function thrownCodes(): readonly string[] {
  const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const codes = files.flatMap((file) =>
    [...readFileSync(join(LIB, file), 'utf8').matchAll(/code: '(EGR0\d{3})'/g)].map(([, code]) => code ?? ''),
  );
  return [...new Set(codes)].sort();
}

test('every code that the library throws is in ERROR_CODES', () => {
  expect(thrownCodes().filter((code) => !Object.keys(ERROR_CODES).includes(code))).toEqual([]);
});

test('every code in ERROR_CODES is thrown by the library', () => {
  expect(thrownCodes()).toEqual(Object.keys(ERROR_CODES).sort());
});

test('every description in ERROR_CODES is a sentence of its own', () => {
  const descriptions = Object.values(ERROR_CODES);
  expect(new Set(descriptions).size).toBe(descriptions.length);
  expect(descriptions.filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
});
