import { Lazy } from 'cdk8s';

/**
 * The value with every "number or string" class of the generated Kubernetes types (`IntOrString`, `Quantity`) replaced by
 * the number or string in it. cdk8s resolves them to `{ value: ... }` for its own generated classes to read
 * (`NumberStringUnionResolver` in `cdk8s/src/resolve.ts`); plain objects need the value itself.
 */
export function unwrapUnions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapUnions);
  if (typeof value !== 'object' || value === null) return value;
  if (value.constructor === Object) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapUnions(inner)]));
  }
  const { produce } = value as { produce?: unknown };
  if (typeof produce === 'function') {
    return Lazy.any({ produce: () => unwrapUnions((value as Lazy).produce()) }) as unknown;
  }
  return 'value' in value ? unwrapUnions(value.value) : value;
}
