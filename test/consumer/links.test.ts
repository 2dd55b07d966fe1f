/** The links of the documents that are packed lead to what is packed with them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { REPOSITORY } from './pack';

interface Link {
  readonly from: string;
  readonly to: string;
}

/** The paths that npm packs, without what the build would add to them. */
function packed(): readonly string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
  const json = execFileSync('npm', args, { cwd: REPOSITORY, encoding: 'utf8' });
  const [report] = JSON.parse(json) as { files: { path: string }[] }[];
  return (report?.files ?? []).map(({ path }) => path);
}

/** The links of a document to files and folders, as paths from the root of the package. */
function linksIn(from: string, text: string): Link[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target as string).replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/i.test(target))
    .map((target) => ({ from, to: posix.normalize(posix.join(posix.dirname(from), target)).replace(/\/$/, '') }));
}

/** Links to what is not there: neither a file nor a folder. */
function dangling(links: readonly Link[], files: readonly string[]): readonly Link[] {
  const there = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
  return links.filter(({ to }) => !there.has(to));
}

function foldersOf(file: string): string[] {
  const folder = posix.dirname(file);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

const files = packed();
/** The documents of this package, without those of the packages inside. */
const documents = files.filter((file) => file.endsWith('.md') && !file.startsWith('node_modules/'));
const links = documents.flatMap((file) => linksIn(file, readFileSync(join(REPOSITORY, file), 'utf8')));

test('every link of a packed document resolves in the package', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/threats.md']));
  expect(dangling(links, files)).toEqual([]);
});

test('a broken link is reported', () => {
  const text = 'See [a](../lib), [b](x.md#part), [c](#part), [d](https://example.com/x), [e](../lib/gone.ts).';
  const found = linksIn('docs/y.md', text);
  expect(found.map(({ to }) => to)).toEqual(['lib', 'docs/x.md', 'lib/gone.ts']);
  expect(dangling(found, ['lib/deep/a.ts', 'docs/x.md'])).toEqual([{ from: 'docs/y.md', to: 'lib/gone.ts' }]);
});
