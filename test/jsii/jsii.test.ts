/** jsii takes the public API, and `docs/API.md` is what it says of it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove, temporaryFolder } from '../consumer/pack';
import { compile, makeProject, reference } from './project';
import { DOCUMENT } from './write-api';

jest.setTimeout(180_000);

const REFUSED = `/** Props. */
export interface Props {
  /** A list that jsii has no type for. */
  readonly hosts: readonly string[];
}
`;

const folders: string[] = [];
afterAll(() => folders.forEach(remove));

function folder(): string {
  const made = temporaryFolder();
  folders.push(made);
  return made;
}

describe('the library', () => {
  const project = folder();

  test('compiles with jsii, without a warning', () => {
    makeProject(project);
    const { status, output } = compile(project);
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  });

  test('docs/API.md is what `npm run api` writes', () => {
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(reference(project));
  });
});

test('a declaration that jsii rejects is reported with its file and line', () => {
  const [repository, project] = [folder(), folder()];
  mkdirSync(join(repository, 'lib'));
  writeFileSync(join(repository, 'lib/index.ts'), REFUSED);
  writeFileSync(join(repository, 'README.md'), '# Refused\n');
  makeProject(project, repository);
  const { status, output } = compile(project);
  expect(status).not.toBe(0);
  expect(output).toContain('lib/index.ts:4:19 - error JSII3001: Type "ReadonlyArray" cannot be used');
});
