import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIB = join(__dirname, '../../lib');
const FILES = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test('no file of the library imports cdk8s-plus, neither its code nor its types', () => {
  const importing = FILES.filter((file) =>
    /(from|import\(|require\()\s*['"]cdk8s-plus/.test(readFileSync(join(LIB, file), 'utf8')),
  );
  expect(FILES.length).toBeGreaterThan(100);
  expect(importing).toEqual([]);
});
