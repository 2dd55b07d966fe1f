/** Answers of real proxies that the audit does not give yet. */

interface KnownDifference {
  readonly example: string;
  /** A part of the text of each disagreement. */
  readonly part: string;
  readonly reason: string;
}

const KNOWN: readonly KnownDifference[] = [
  {
    example: 'who-may-leave',
    part: 'A team applies a Service with the address of a declared host as its externalIP',
    reason: 'The audit does not follow a Service with externalIPs.',
  },
  {
    example: 'ranges',
    part: 'A header opens no address outside the range of a route',
    reason: 'The audit does not evaluate the RBAC filter for connections in the EnvoyFilter of a port for ranges.',
  },
];

/** Returns the disagreements that are not in the list, and the rows of the list that no disagreement of their example has. */
export function unexpected(disagreements: readonly string[], examples: readonly string[]): readonly string[] {
  const isOf = ({ example, part }: KnownDifference, text: string): boolean =>
    text.startsWith(`${example}, `) && text.includes(part);
  return [
    ...disagreements.filter((text) => !KNOWN.some((known) => isOf(known, text))),
    ...KNOWN.filter(({ example }) => examples.includes(example))
      .filter((known) => !disagreements.some((text) => isOf(known, text)))
      .map(
        ({ example, part }) =>
          `${example}: the audit answers as real proxies do: remove "${part}" from the known differences`,
      ),
  ];
}
