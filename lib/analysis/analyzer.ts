import { Uncoded } from '../input/egress-error';
import { FindingLevel } from '../input/finding';
import { groupBy } from '../input/group-by';
import { MeshModel } from '../mesh/mesh-model';
import { ownersOf, RouteThrough } from '../mesh/route-through';

/** A mistake that an analyzer found. */
export interface Finding extends Uncoded {
  /** Path of the construct that the finding is about. */
  readonly constructPath: string;
}

/** The texts of a finding. */
export type FindingText = Omit<Finding, 'constructPath' | 'got'>;

/** A check of a whole mesh, once all its constructs exist; or of the meshes of an app. */
export interface Analyzer<Model = MeshModel> {
  readonly code: string;
  readonly level: FindingLevel;
  /** The mistake in general, as a sentence for `docs/checks.md`. */
  readonly title: string;
  readonly analyze: (model: Model) => readonly Finding[];
}

/** Returns an analyzer whose findings are errors. */
export function error<Model = MeshModel>(
  code: string,
  title: string,
  analyze: Analyzer<Model>['analyze'],
): Analyzer<Model> {
  return { code, level: FindingLevel.ERROR, title, analyze };
}

/** Returns an analyzer whose findings are warnings. */
export function warning(code: string, title: string, analyze: Analyzer['analyze']): Analyzer {
  return { code, level: FindingLevel.WARNING, title, analyze };
}

/** Returns a finding for each route, whose rejected value is the hosts of the route. */
export function perOwner(routes: readonly RouteThrough[], text: FindingText): readonly Finding[] {
  const byOwner = groupBy(routes, ({ owner }) => owner);
  return ownersOf(routes).map((owner) => ({
    constructPath: owner,
    ...text,
    got: byOwner.get(owner)?.map(({ host }) => host),
  }));
}

/** Returns the pairs of records that have a key in common, each pair once, in the order of the records. */
export function pairsBy<T>(records: readonly T[], keyOf: (record: T) => string): readonly (readonly [T, T])[] {
  return [...groupBy(records, keyOf).values()].flatMap((group) =>
    group.flatMap((later, index) => group.slice(0, index).map((earlier) => [earlier, later] as const)),
  );
}

/** Returns the items of a list that are also in another. */
export function inBoth(a: readonly string[] = [], b: readonly string[] = []): readonly string[] {
  return a.filter((text) => b.includes(text));
}
