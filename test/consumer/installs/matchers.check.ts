/** The matchers of the packed library in Vitest. Needs a registry: `npm run consumer`, not `npm test`. */
import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freshApp, pack, remove, run, temporaryFolder } from '../pack';
import { installTools } from './tools';

jest.setTimeout(300_000);

const folder = temporaryFolder();
let app: string;

beforeAll(() => {
  const tools = installTools(folder);
  app = freshApp(folder, pack(folder));
  for (const name of ['jest', 'ts-jest', '@types/jest']) rmSync(join(app, 'node_modules', name));
  symlinkSync(join(tools, 'vitest'), join(app, 'node_modules/vitest'));
  cpSync(resolve(__dirname, '../app/matchers.ts'), join(app, 'matchers.test.ts'));
});

afterAll(() => remove(folder));

test('Vitest with globals passes the tests of the ways of requests', () => {
  const output = expect.stringMatching(/Tests +3 passed \(3\)/) as string;
  const args = ['run', '--globals', '--no-color', 'matchers.test.ts'];
  expect(run(app, 'node_modules/vitest/vitest.mjs', ...args)).toMatchObject({ status: 0, output });
});

test('the globals of Vitest have the types of the matchers', () => {
  const compilerOptions = { module: 'nodenext', noEmit: true, skipLibCheck: true, types: ['node', 'vitest/globals'] };
  const config = { extends: './tsconfig.json', compilerOptions, include: ['matchers.test.ts'] };
  writeFileSync(join(app, 'tsconfig.vitest.json'), JSON.stringify(config));
  const args = ['-p', 'tsconfig.vitest.json', '--pretty', 'false'];
  expect(run(app, 'node_modules/typescript/bin/tsc', ...args)).toEqual({ status: 0, output: '' });
});
