import { InputError } from './input-error';
import { isToken, refuseToken } from './token';

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
    throw emptySelector(what, labels);
  }
  for (const [key, value] of entries) refuseToken(`${what} ${key}`, value);
  checkLabels(what, labels);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Refuses labels that the API server would refuse; tokens pass, and are looked at again where they are resolved.
 *
 * @throws InputError
 */
export function checkLabels(what: string, labels: Labels | undefined): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const problem = isToken(value) ? undefined : labelProblem(key, value);
    if (problem === undefined) continue;
    throw new InputError({
      problem: `${what}: ${problem}`,
      got: value,
      allowed: 'letters, digits, "-", "_" and "." inside, at most 63 characters',
      fix: 'write the labels as kubectl get pods --show-labels shows them',
    });
  }
}

/**
 * Refuses malformed labels of pods, and an empty selector, which would select every pod.
 *
 * @throws InputError
 */
export function checkPodLabels(labels: Labels | undefined): void {
  if (labels !== undefined && Object.keys(labels).length === 0) throw emptySelector('pods', labels);
  checkLabels('pods', labels);
}

function emptySelector(what: string, labels: Labels): InputError {
  return new InputError({
    problem: `${what} is empty`,
    got: labels,
    allowed: 'one label or more: an empty selector selects every pod',
    fix: 'write the labels of the pods, for example { istio: "egressgateway" }, or leave it out',
  });
}
