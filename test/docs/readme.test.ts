/** The README is short: npm and the registries of other languages show it as a whole. */
import { statSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 12_288;

test('the README has at most 12 KiB', () => {
  expect(statSync(join(__dirname, '../../README.md')).size).toBeLessThanOrEqual(LIMIT);
});
