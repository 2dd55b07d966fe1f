/** The paths of the commands that read a mesh: files, folders, links, and revisions of git. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../bin/files';
import { folderWith } from './manifests';

/** The files of paths, from a folder, with their texts. */
function read(folder: string, ...paths: readonly string[]): { files: Record<string, string>; problems: string[] } {
  const { sources, problems } = filesOf(paths.map((path) => join(folder, path)));
  const files = Object.fromEntries([...sources].map(({ file, text }) => [file.replace(`${folder}/`, ''), text]));
  return { files, problems: problems.map(({ file, message }) => `${file.replace(`${folder}/`, '')}: ${message}`) };
}

test('a folder has its .yaml, .yml and .json files and those of all folders below, sorted, without hidden folders', () => {
  const names = ['b.yaml', 'a/c.yml', 'a/b.json', 'a/.d.yaml', 'e.YAML'];
  const others = ['README.md', '.git/config.yaml', 'node_modules/x/package.json', 'a/.cache/b.yaml', 'f.yaml.bak'];
  const folder = folderWith(Object.fromEntries([...names, ...others].map((name) => [name, name])));
  const { files, problems } = read(folder, '.');
  expect(Object.keys(files)).toEqual(['a/.d.yaml', 'a/b.json', 'a/c.yml', 'b.yaml', 'e.YAML']);
  expect(problems).toEqual([]);
});

test('a file is read with any name, and paths in their order', () => {
  const folder = folderWith({ 'b.txt': 'b', 'a.yaml': 'a' });
  expect(Object.entries(read(folder, 'b.txt', 'a.yaml').files)).toEqual([
    ['b.txt', 'b'],
    ['a.yaml', 'a'],
  ]);
});

test('a link to a folder above is not followed again, and a link to nothing is left out', () => {
  const folder = folderWith({ 'a/a.yaml': 'a' });
  symlinkSync('..', join(folder, 'a/up'));
  symlinkSync('none.yaml', join(folder, 'b.yaml'));
  expect(Object.keys(read(folder, '.').files)).toEqual(['a/a.yaml']);
});

test('a file that is no UTF-8 is a problem, and the other files are read', () => {
  const folder = folderWith({ 'a.yaml': Buffer.from([0xff, 0xfe, 0x61, 0]), 'b.yaml': 'b' });
  expect(read(folder, '.')).toEqual({
    files: { 'b.yaml': 'b' },
    problems: ['a.yaml: the file is no text in UTF-8, and is not read'],
  });
});

describe('a revision of git', () => {
  const folder = folderWith({
    'dist/b.yaml': 'old',
    'dist/a/ü c.yaml': 'c',
    'dist/note.txt': '',
    '.github/w.yaml': '',
  });
  const git = (...args: readonly string[]): void => {
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    execFileSync('git', ['-C', folder, ...author, ...args], { stdio: 'ignore' });
  };
  beforeAll(() => {
    git('init', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--message', 'a');
    jest.spyOn(process, 'cwd').mockReturnValue(folder);
  });
  afterAll(() => void jest.restoreAllMocks());
  const of = (path: string): readonly (readonly [string, string])[] =>
    [...filesOf([path]).sources].map(({ file, text }) => [file, text]);

  test.each([
    [
      'main:dist',
      [
        ['main:dist/a/ü c.yaml', 'c'],
        ['main:dist/b.yaml', 'old'],
      ],
    ],
    [
      'main:dist/',
      [
        ['main:dist/a/ü c.yaml', 'c'],
        ['main:dist/b.yaml', 'old'],
      ],
    ],
    [
      'main:',
      [
        ['main:dist/a/ü c.yaml', 'c'],
        ['main:dist/b.yaml', 'old'],
      ],
    ],
    ['HEAD:dist/b.yaml', [['HEAD:dist/b.yaml', 'old']]],
  ])('has the files of %s', (path, files) => {
    expect(of(path)).toEqual(files);
  });

  test('has the same files from a folder below the root', () => {
    jest.spyOn(process, 'cwd').mockReturnValue(join(folder, 'dist'));
    const found = ['main:dist', 'main:./'].map((path) => of(path).map(([, text]) => text));
    jest.spyOn(process, 'cwd').mockReturnValue(folder);
    expect(found).toEqual([
      ['c', 'old'],
      ['c', 'old'],
    ]);
  });

  test.each([
    ['main:none', /^cannot read main:none.*: write a path that exists, or REV:PATH/],
    ['none:dist', /^cannot read none:dist: none is no revision of git; write a path that exists, or REV:PATH/],
    ['--output=a:dist', /^cannot read --output=a:dist: --output=a is no revision of git/],
    ['main', /main is a revision of git: write main:PATH, such as main:dist$/],
  ])('that does not exist is refused: %s', (path, message) => {
    expect(() => of(path)).toThrow(message);
  });
});
