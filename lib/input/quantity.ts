import { EgressError } from './egress-error';
import { assignment } from './source-text';
import { isToken } from './token';

/**
 * The syntax of quantities (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/), without a minus
 * sign.
 */
const QUANTITY = /^\+?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** Suffixes by their spelling in lower case. `m` and `M` differ, and are not guessed. */
const SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'k', 'G', 'T', 'P'];

/**
 * Rejects an amount of a resource that is not a Kubernetes quantity as text. Tokens pass.
 *
 * @param what name of the amount: `resources.requests.cpu`
 * @throws EgressError
 */
export function assertQuantity(what: string, value: unknown): void {
  if (isToken(value) || (typeof value === 'string' && QUANTITY.test(value))) return;
  throw EgressError.of({
    code: 'EGR0122',
    problem: `${what} must be ${typeof value === 'string' ? 'a quantity' : 'a quantity as text'}`,
    got: value,
    allowed: "numbers with an optional suffix, such as '500m', '2' or '1Gi'",
    fix: `write ${assignment(what, JSON.stringify(meant(value) ?? exampleOf(what)))}`,
  });
}

/** Returns an amount of a resource: memory and storage in bytes, CPUs in thousandths, other resources in pieces. */
function exampleOf(what: string): string {
  if (/memory|storage|hugepages/.test(what)) return '128Mi';
  return what.endsWith('cpu') ? '500m' : '1';
}

/** Returns the quantity that a number, a `Quantity` of cdk8s-plus or a misspelt text means. */
function meant(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null && 'value' in value) return meant(value.value);
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, number = '', suffix = ''] = /^\s*([\d.]+)\s*([A-Za-z]*?)[bB]?\s*$/.exec(String(value)) ?? [];
  const text = `${number}${SUFFIXES.find((each) => each.toLowerCase() === suffix.toLowerCase()) ?? suffix}`;
  return QUANTITY.test(text) ? text : undefined;
}
