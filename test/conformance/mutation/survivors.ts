/** How mutants that survive are told apart: those that no expectation can turn red, each with its reason, and holes in the suite. */
import { KNOWN_SURVIVORS } from './known-survivors';
import { Mutant } from './mutant';
import { Survivor } from './survivor';

/** How a mutant fared on the mesh. */
export interface Outcome {
  readonly example: string;
  readonly mutant: Mutant;
  /** No expectation turned red, and no part of it was refused at admission. */
  readonly survived: boolean;
}

/** An entry whose mutants do not survive. */
export interface Stale extends Survivor {
  /** The ids of those that were killed, after their examples. */
  readonly killed: readonly string[];
}

/** Why a mutant survives, where that is known. */
export function reasonFor(example: string, mutant: Mutant, survivors = KNOWN_SURVIVORS): string | undefined {
  return survivors.find((survivor) => matches(survivor, example, mutant))?.reason;
}

/** What survived without a reason. */
export function unexplained(outcomes: readonly Outcome[], survivors = KNOWN_SURVIVORS): Outcome[] {
  return outcomes.filter((outcome) => outcome.survived && !reasonFor(outcome.example, outcome.mutant, survivors));
}

/** Entries that excuse what was killed. An entry of whose mutants none ran says nothing, since a run may be a sample. */
export function stale(outcomes: readonly Outcome[], survivors = KNOWN_SURVIVORS): Stale[] {
  return survivors
    .map((survivor) => {
      const killed = outcomes.filter((each) => !each.survived && matches(survivor, each.example, each.mutant));
      return { ...survivor, killed: killed.map(({ example, mutant }) => `${example}: ${mutant.id}`) };
    })
    .filter(({ killed }) => killed.length > 0);
}

function matches({ mutant: wanted }: Survivor, example: string, { id, operator, target, field = '' }: Mutant): boolean {
  return (
    operator === wanted.operator &&
    (wanted.kind === undefined || target.kind === wanted.kind) &&
    (wanted.namespace === undefined || target.namespace === wanted.namespace) &&
    (wanted.object === undefined || target.name.startsWith(wanted.object)) &&
    (wanted.field === undefined || field.endsWith(wanted.field)) &&
    (wanted.becomes === undefined || id.endsWith(` -> ${wanted.becomes}`)) &&
    (wanted.example === undefined || example === wanted.example || example.startsWith(`${wanted.example}/`))
  );
}
