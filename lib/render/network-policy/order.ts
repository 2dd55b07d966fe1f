import { sortedByKey } from '../../input/sorted-by-key';

/** The ordered parts of a NetworkPolicy, with all tokens resolved. */
interface Ordered {
  readonly egress?: readonly { readonly to?: readonly object[]; readonly ports?: readonly object[] }[];
}

/**
 * Sorts the rules of a policy from index `first`, with their peers and ports, as the order has no meaning. Earlier rules keep their
 * order, for readability. The spec must be resolved, since tokens have no order.
 */
export function withSortedRules(spec: object, first: number): object {
  const { egress = [] } = spec as Ordered;
  const rules = egress.slice(first).map((rule) => ({
    ...rule,
    ...(rule.to && { to: sorted(rule.to) }),
    ...(rule.ports && { ports: sorted(rule.ports) }),
  }));
  return { ...spec, egress: [...egress.slice(0, first), ...sorted(rules)] };
}

function sorted<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, key: canonical(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ value }) => value);
}

/** Returns JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? sortedByKey(inner as Record<string, unknown>)
      : inner,
  );
}
