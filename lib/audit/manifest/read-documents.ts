import { constructFromEvents, EVENT_ID, parseEvents } from 'js-yaml';
import { Document } from './documents';
import { KUBECTL_SCHEMA } from './kubectl-schema';
import { NodeIndex } from './node-index';
import { readPlain } from './plain-document';
import { ReadDocument, readDocument } from './read-document';

/** Characters of the documents that are read in one call. */
const AT_ONCE = 64 * 1024;

/**
 * Reads documents of a stream, each as {@link readDocument} does, the plain ones first. The parser copies its options for each call, which
 * costs more than a document of usual size: neighbours are read in one call, and one by one if one of them has a problem.
 */
export function* readDocuments(
  file: string,
  stream: string,
  documents: Iterable<Document>,
): Generator<readonly [Document, ReadDocument]> {
  const others: Document[] = [];
  for (const document of documents) {
    const plain = readPlain(document);
    if (plain === undefined) others.push(document);
    else yield [document, { value: plain.value, nodes: plain.nodes, problems: [] }];
  }
  for (const neighbours of neighboursIn(others)) {
    const read = readTogether(stream, neighbours);
    for (const [index, document] of neighbours.entries()) {
      yield [document, read?.[index] ?? readDocument(file, document)];
    }
  }
}

function* neighboursIn(documents: Iterable<Document>): Generator<readonly Document[]> {
  let group: Document[] = [];
  for (const document of documents) {
    const [first, last] = [group[0], group[group.length - 1]];
    if (first && last && (!isBehind(last, document) || document.offset - first.offset > AT_ONCE)) {
      yield group;
      group = [];
    }
    group.push(document);
  }
  yield group;
}

/** Returns whether a marker alone is between two documents. */
function isBehind({ text, offset }: Document, next: Document): boolean {
  return next.offset === offset + text.length + '\n---'.length;
}

/** Returns undefined if a document has a problem, or an alias, whose values are counted. */
function readTogether(stream: string, documents: readonly Document[]): readonly ReadDocument[] | undefined {
  const [first, last] = [documents[0], documents[documents.length - 1]];
  if (first === undefined || last === undefined) return [];
  const source = stream.slice(first.offset, last.offset + last.text.length);
  try {
    const events = parseEvents(source, {});
    const values = constructFromEvents(events, { source, schema: KUBECTL_SCHEMA });
    const starts = events.flatMap(({ type }, index) => (type === EVENT_ID.DOCUMENT ? index : []));
    if (starts.length !== documents.length || events.some(({ type }) => type === EVENT_ID.ALIAS)) return undefined;
    return documents.map(({ text, offset }, index) => {
      const parsed = { source, offset: offset - first.offset, events: events.slice(starts[index], starts[index + 1]) };
      return { value: values[index], nodes: new NodeIndex(text, parsed), problems: [] };
    });
  } catch {
    return undefined;
  }
}
