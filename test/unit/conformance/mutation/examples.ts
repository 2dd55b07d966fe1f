/** What the examples write, and all mutants of it: they take seconds, so only the tests that are about them import this file. */
import { Mutant } from '../../../conformance/mutation/mutant';
import { mutantsOf } from '../../../conformance/mutation/mutants';
import { objectsOf, PROGRAMS } from '../../../support/examples';
import { Manifest } from '../../../../lib/audit/manifest/manifest';

/** The examples' programs, e.g. `ten-lines/main`, with what they write. */
export const EXAMPLES: ReadonlyMap<string, readonly Manifest[]> = new Map(
  [...PROGRAMS].sort().map((program) => [program, objectsOf(program)]),
);

export function example(name: string): readonly Manifest[] {
  const found = EXAMPLES.get(name);
  if (!found) throw new Error(`no example ${name}`);
  return found;
}

/** All mutants of all examples. */
export const MUTANTS: ReadonlyMap<string, readonly Mutant[]> = new Map(
  [...EXAMPLES].map(([name, manifests]) => [name, mutantsOf(manifests)]),
);
