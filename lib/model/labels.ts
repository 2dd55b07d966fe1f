import { InputError } from './input-error';

/** Labels or a label selector by equality. */
export type Labels = Readonly<Record<string, string>>;

const VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;
const KEY = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/**
 * What is wrong with a label, or undefined: the syntax of the API server
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set).
 */
export function labelProblem(key: string, value: unknown): string | undefined {
  if (!KEY.test(key)) return `label key "${key}" is malformed`;
  if (typeof value !== 'string' || value.length > 63 || !VALUE.test(value))
    return `label "${key}" has a malformed value`;
  return undefined;
}

/**
 * Reads labels that select pods: at least one, each well-formed; keys sorted.
 *
 * @param what how the error names them: `selector`
 * @throws InputError
 */
export function parseSelector(what: string, labels: Labels): Labels {
  const entries = Object.entries(labels ?? {});
  if (entries.length === 0) {
    throw new InputError({
      problem: `${what} is empty`,
      got: labels,
      allowed: 'one label or more: an empty selector selects every pod',
      fix: 'write the labels of the pods, for example { istio: "egressgateway" }',
    });
  }
  for (const [key, value] of entries) {
    const problem = labelProblem(key, value);
    if (problem === undefined) continue;
    throw new InputError({
      problem: `${what}: ${problem}`,
      got: value,
      allowed: 'letters, digits, "-", "_" and "." inside, at most 63 characters',
      fix: 'write the labels as kubectl get pods --show-labels shows them',
    });
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
