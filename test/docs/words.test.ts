/** The English of the project: comments and texts of the library, documents, and names of tests. CONTRIBUTING.md has the rules. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BANNED_WORDS,
  bannedFirstWordsIn,
  bannedWordsIn,
  commentsIn,
  proseIn,
  stringsIn,
  testNamesIn,
  Text,
} from './words';

const ROOT = join(__dirname, '..', '..');

/** The files below a folder whose names match, as paths from the root. */
function filesBelow(folder: string, name: RegExp): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file) && !file.endsWith('.d.ts') && !file.includes('node_modules'))
    .map((file) => join(folder, file))
    .sort();
}

function bannedIn(files: readonly string[], read: (content: string) => readonly Text[]): readonly string[] {
  return files.flatMap((file) => bannedWordsIn(file, read(contentOf(file))));
}

function contentOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

const LIBRARY = [...filesBelow('lib', /\.ts$/), ...filesBelow('bin', /\.ts$/)];
const EXAMPLES = filesBelow('examples', /\.ts$/);
const TESTS = filesBelow('test', /\.test\.ts$/);
const DOCUMENTS = [
  ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'imports/README.md'],
  ...['docs/audit.md', 'docs/checks.md', 'docs/conformance.md', 'docs/threats.md'],
  ...filesBelow('docs/guide', /\.md$/),
  ...filesBelow('examples', /README\.md$/),
];

test('comments of the library use the words of the field', () => {
  expect(LIBRARY.length).toBeGreaterThan(100);
  expect(bannedIn(LIBRARY, commentsIn)).toEqual([]);
});

test('every doc comment of the library begins with a verb or a noun phrase', () => {
  expect(LIBRARY.flatMap((file) => bannedFirstWordsIn(file, commentsIn(contentOf(file))))).toEqual([]);
});

test('errors and other texts of the library use the words of the field', () => {
  expect(bannedIn(LIBRARY, stringsIn)).toEqual([]);
});

test('comments of the examples use the words of the field', () => {
  expect(EXAMPLES.length).toBeGreaterThan(20);
  expect(bannedIn(EXAMPLES, commentsIn)).toEqual([]);
});

test.each(DOCUMENTS)('%s uses the words of the field', (file) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(bannedIn([file], proseIn)).toEqual([]);
});

test('names of tests use the words of the field', () => {
  expect(TESTS.length).toBeGreaterThan(100);
  expect(bannedIn(TESTS, testNamesIn)).toEqual([]);
});

describe('the lint on words', () => {
  const source = [
    "import { x } from './who ever knows';",
    '/** Who calls: `nobody` is code. */',
    'export const a = `they ${x} lent it`; // it stands here',
    "it('tells them apart', () => x('is well-known, takes effect'));",
    "const token = 'known';",
  ].join('\n');

  test('reports the line, the word and a suggestion', () => {
    expect(bannedWordsIn('x.ts', commentsIn(source))).toEqual([
      'x.ts:3: "stands": write is in, is listed in, is written in',
    ]);
  });

  test('finds a banned first word of a doc comment', () => {
    expect(bannedFirstWordsIn('x.ts', commentsIn(source))).toEqual([
      'x.ts:2: "Who" begins a doc comment: write a verb or a noun phrase',
    ]);
  });

  test('reads strings and templates, without imports, single words and allowed phrases', () => {
    expect(bannedWordsIn('x.ts', stringsIn(source)).map((each) => each.split(': write')[0])).toEqual([
      'x.ts:3: "lent"',
      'x.ts:4: "tells"',
      'x.ts:4: "apart"',
    ]);
  });

  test('reads names of tests', () => {
    expect(bannedWordsIn('x.ts', testNamesIn(source))).toHaveLength(2);
  });

  test('reads documents without code, and comments in code', () => {
    const document = ['It says `nobody`, [see](nobody.md).', '```sh', 'say it  # he knows', '```'].join('\n');
    expect(bannedWordsIn('x.md', proseIn(document)).map((each) => each.split(': write')[0])).toEqual([
      'x.md:1: "says"',
      'x.md:3: "knows"',
    ]);
  });

  test('suggests other words for each banned word', () => {
    for (const { pattern, instead } of BANNED_WORDS) expect(pattern.test(instead)).toBe(false);
  });
});
