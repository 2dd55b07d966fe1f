/** Expectations with one reason. Every expectation of a case is in a group, so every failure states why it is one. */

/** The number of a way around the gateway, as in `docs/threats.md`. */
export type WayId = `B${number}`;

export interface Group<T> {
  /** The reason why all of these must happen: a full sentence that is understood in a list of failures. */
  readonly because: string;
  readonly expect: readonly T[];
  /** The ways around the gateway that these attempts show to be closed. */
  readonly closes?: readonly WayId[];
  /** The ways around the gateway of which these attempts show a part that stays open. */
  readonly remains?: readonly WayId[];
}

/** Returns the expectations of all groups. */
export function allOf<T>(groups: readonly Group<T>[]): T[] {
  return groups.flatMap(({ expect }) => expect);
}
