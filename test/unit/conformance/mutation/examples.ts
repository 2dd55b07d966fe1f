/** What the examples write, and all mutants of it: they take seconds, so only the tests that are about them import this file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Mutant } from '../../../conformance/mutation/mutant';
import { mutantsOf } from '../../../conformance/mutation/mutants';
import { Manifest } from '../../../support/trace';

const GOLDEN = join(__dirname, '..', '..', '..', 'examples', 'golden');

/** The examples' programs, e.g. `ten-lines/main`, with what they write. */
export const EXAMPLES: ReadonlyMap<string, readonly Manifest[]> = new Map(
  readdirSync(GOLDEN)
    .sort()
    .map((folder) => [folder.replace(/-(\w+)$/, '/$1'), objectsIn(join(GOLDEN, folder))]),
);

function objectsIn(folder: string): Manifest[] {
  const texts = readdirSync(folder)
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
}

export function example(name: string): readonly Manifest[] {
  const found = EXAMPLES.get(name);
  if (!found) throw new Error(`no example ${name}`);
  return found;
}

/** All mutants of all examples. */
export const MUTANTS: ReadonlyMap<string, readonly Mutant[]> = new Map(
  [...EXAMPLES].map(([name, manifests]) => [name, mutantsOf(manifests)]),
);
