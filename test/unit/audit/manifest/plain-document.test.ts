import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Document, documentsOf } from '../../../../lib/audit/manifest/documents';
import { readPlain } from '../../../../lib/audit/manifest/plain-document';
import { readDocument } from '../../../../lib/audit/manifest/read-document';

const GOLDENS = join(__dirname, '../../../examples/golden');

const INDENTS = ['', '', '  ', '  ', '    ', ' ', '\t'];
const DASHES = ['', '', '', '- ', '- - ', '-', '-  '];
const KEYS = [
  'a: ',
  'b: ',
  'a:',
  'c.d/e-f:',
  'on: ',
  'a : ',
  '"q": ',
  '__proto__: ',
  'constructor: ',
  '1: ',
  '',
  '? ',
  '<<: ',
];
const SCALARS = [
  ...[
    '',
    'text',
    'two words',
    'false',
    'No',
    'y',
    'null',
    '~',
    'NULL',
    '0755',
    '0o7',
    '0x1F',
    '1_000',
    '1e3',
    '-1',
    '+.5',
    '.inf',
  ],
  ...[
    '1:30',
    '2001-01-01',
    '"a: b"',
    "'#'",
    '"a\\n"',
    "'it''s'",
    '"',
    '{}',
    '[]',
    '[a]',
    '{a: 1}',
    '|',
    '>-',
    '&x 1',
    '*x',
    '!!str 1',
  ],
  ...[
    'a: b',
    'a:b',
    'a #b',
    'a#b',
    'a  b',
    'a ',
    'a:',
    '*',
    '-',
    '- a',
    '---',
    '=',
    '@a',
    '%a',
    '`a',
    '...',
    'a\rb: c',
    'ü',
    '\u2028',
  ],
  ...['# comment', '#c\rkey: 1', 'https://example.com/a?b=c#d', 'a,b', 'a]', '"a" # b', 'a\tb'],
];

const line = fc
  .tuple(...[INDENTS, DASHES, KEYS, SCALARS].map((each) => fc.constantFrom(...each)))
  .map((parts) => parts.join(''));
const text = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));

/** Every path of a value, and a path that the value does not have. */
function pathsOf(value: unknown): readonly (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[], ['absent']];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  const inner = keys.flatMap((key) =>
    pathsOf((value as Record<string | number, unknown>)[key]).map((path) => [key, ...path]),
  );
  return [[], ...inner];
}

/** Compares the value and the lines with those of js-yaml. Returns whether the document is plain. */
function isReadAlike(document: Document): boolean {
  const plain = readPlain(document);
  if (plain === undefined) return false;
  const { value, nodes, problems } = readDocument('a.yaml', document);
  expect({ value: plain.value, problems: [] }).toEqual({ value, problems });
  for (const path of pathsOf(value)) {
    expect([path, plain.nodes.lineBreaksBefore(path)]).toEqual([path, nodes?.lineBreaksBefore(path)]);
  }
  return true;
}

test('A plain document has the values and lines that js-yaml reads', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('', '---\n', '# a\n', '--- '), (written, before) => {
      for (const document of documentsOf(before + written)) isReadAlike(document);
    }),
    { numRuns: 5000 },
  );
});

test('Most documents of the library are plain', () => {
  const documents = readdirSync(GOLDENS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => [...documentsOf(readFileSync(join(GOLDENS, name), 'utf8'))]);
  const plain = documents.filter(isReadAlike);
  expect(plain.length / documents.length).toBeGreaterThan(0.9);
});

test('A text of many levels is read by js-yaml, which has a limit', () => {
  expect(readPlain({ text: `${'- '.repeat(50_000)}a`, offset: 0, line: 1 })).toBeUndefined();
});
