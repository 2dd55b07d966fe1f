import fc from 'fast-check';
import { documentsOf } from '../../../../lib/audit/manifest/documents';
import { readDocument, ReadDocument } from '../../../../lib/audit/manifest/read-document';
import { readDocuments } from '../../../../lib/audit/manifest/read-documents';

/** Documents with and without a problem, and text between documents. */
const PARTS = [
  'kind: A\nspec: { a: [1, 0o7, yes] }\n',
  'kind: B\nspec:\n  - x: |\n      text\n  - y: >-\n      text\n',
  '{ "kind": "C" }',
  ' # a comment behind the marker\nkind: D\n',
  '# a comment alone',
  '',
  'kind: E\nkind: F\n',
  '# a comment\nkind: G\nspec:\n  - x: 1\n  - y: 2\n',
  'a: &a { b: 1 }\nc: *a\n',
  'a: [',
  '\ta: 1',
  'a: {{ .Values.a }}',
  '<<: { a: 1 }\n',
  '%TAG ! tag:example.com,2000:\n',
  'x'.repeat(70_000),
];

const stream = fc
  .array(fc.tuple(fc.constantFrom(...PARTS), fc.constantFrom('\n---\n', '\n--- ', '\n...\n', '\n...\n---\n')))
  .map((parts) => parts.flat().join(''));

function read({ value, nodes, problems }: ReadDocument): object {
  const path = ['spec', 1, 'y'];
  const lines = [[], path.slice(0, 1), path].map((each) => nodes?.lineBreaksBefore(each));
  return { value, problems, lines };
}

test('Documents that are read in one call are what each document is alone', () => {
  fc.assert(
    fc.property(stream, (text) => {
      const documents = [...documentsOf(text)];
      const together = Array.from(
        readDocuments('a.yaml', text, documents),
        ([document, each]) => [document, read(each)] as const,
      );
      expect(new Map(together)).toEqual(new Map(documents.map((each) => [each, read(readDocument('a.yaml', each))])));
    }),
    { numRuns: 500 },
  );
});
