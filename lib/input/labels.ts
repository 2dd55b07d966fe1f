import { readEach } from './collect';
import { EgressError } from './egress-error';
import { assertThat } from './assert-that';
import { PropertyHints } from './properties';
import { sortedByKey } from './sorted-by-key';
import { assignment, isPlainObject, mapMeantBy } from './source-text';
import { assertText } from './text';
import { assertLiteral, isToken } from './token';

/** Labels, or a label selector by equality. */
export type Labels = Readonly<Record<string, string>>;

/** Syntax of https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set. */
const VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;
const KEY = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** The form of a label key. */
export const LABEL_KEY =
  'an optional DNS prefix and "/", then at most 63 letters, digits and inner "-", "_" or "."; not "constructor"';

/** The form of a label value. */
export const LABEL_VALUE = 'at most 63 letters, digits and inner "-", "_" or "."';

/** The hints for pod labels under the names of a NetworkPolicy, of Istio and of Kubernetes. */
export const POD_LABEL_HINTS: PropertyHints = {
  podSelector: 'podLabels',
  workloadSelector: 'podLabels',
  pods: 'podLabels',
  labels: 'podLabels',
};

/** The fixes for malformed keys, by what the keys name. */
const KEY_FIXES = {
  label: 'write the key as "kubectl get pods --show-labels" prints it, such as "app.kubernetes.io/name"',
  annotation: 'write the key as "kubectl get pods -o yaml" prints it, such as "example.com/owner"',
  attribute: 'write the name as in the documentation of the driver, such as "secretProviderClass"',
  resource: 'write the name as "kubectl describe node" prints it, such as "cpu"',
};

/**
 * Parses the labels that select pods. Returns them sorted by key.
 *
 * @param what subject of the error: `selector`
 * @throws EgressError if there is no label, if a label is a token, and for every malformed label
 */
export function parseSelector(what: string, labels: Labels): Labels {
  assertLiteral(what, labels);
  if (labels !== undefined && labels !== null) assertLabels(what, labels);
  const entries = Object.entries(labels ?? {});
  if (entries.length === 0) throw emptySelector(what, labels);
  readEach(entries, ([key, value]) => assertLiteral(labelOf(what, key), value));
  return sortedByKey(labels);
}

/**
 * Rejects labels that the API server rejects. Tokens pass: they are checked after their resolution.
 *
 * @param what subject of the error: `nodeSelector`
 * @throws EgressError for every malformed label
 */
export function assertLabels(what: string, labels: Labels | undefined): void {
  if (labels === undefined || isToken(labels)) return;
  assertThat(isPlainObject(labels), what, 'be an object', labels, mapMeantBy(labels) ?? '{ app: "payments" }');
  readEach(Object.entries(labels), ([key, value]) => {
    assertKey('label', what, key);
    if (!isToken(value)) assertValue(what, key, value);
  });
}

/**
 * Rejects malformed `podLabels`, and empty ones, which would select every pod.
 *
 * @param isRequired whether the labels must be set, because every pod must not be selected
 * @throws EgressError if there is no label, and for every malformed label
 */
export function assertPodLabels(labels: Labels | undefined, isRequired = false): void {
  if (labels === undefined && !isRequired) return;
  assertLiteral('podLabels', labels);
  if (Object.keys(labels ?? {}).length === 0) {
    throw emptySelector('podLabels', labels, isRequired ? '' : ', or remove podLabels');
  }
  assertLabels('podLabels', labels);
}

/**
 * Parses the `podLabels` of a construct. Returns them sorted by key; without labels for every pod.
 *
 * @throws EgressError if the labels are empty or a token, and for every malformed label
 */
export function parsePodLabels(labels: Labels | undefined): Labels {
  return labels === undefined ? {} : parseSelector('podLabels', labels);
}

/**
 * Rejects annotations that the API server rejects. Tokens pass.
 *
 * @param what subject of the error: `metadata.annotations`
 * @throws EgressError for every malformed key, and for every value that is not text
 */
export function assertAnnotations(what: string, annotations: Labels | undefined): void {
  if (annotations === undefined || isToken(annotations)) return;
  assertThat(isPlainObject(annotations), what, 'be an object', annotations, '{ "example.com/owner": "network" }');
  readEach(Object.entries(annotations), ([key, value]) => {
    assertKey('annotation', what, key);
    if (!isToken(value)) assertText(labelOf(what, key), value, 'network');
  });
}

/** Returns whether a text is a label key. */
export function isLabelKey(key: unknown): boolean {
  // cdk8s treats a map with the key `constructor` as an instance of a class.
  return typeof key === 'string' && KEY.test(key) && key !== 'constructor';
}

/** Returns whether a value is a label value. */
export function isLabelValue(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 63 && VALUE.test(value);
}

/**
 * Rejects a key of a map that Kubernetes rejects, or that a manifest cannot contain.
 *
 * @param noun what the key names
 * @param what subject of the error: `nodeSelector`
 * @throws EgressError
 */
export function assertKey(noun: keyof typeof KEY_FIXES, what: string, key: string): void {
  if (isLabelKey(key)) return assertText(`a key of ${what}`, key);
  throw EgressError.of({
    code: 'EGR0113',
    problem: `${what} cannot have the ${noun} key "${key}"`,
    got: key,
    allowed: LABEL_KEY,
    fix: KEY_FIXES[noun],
  });
}

function assertValue(what: string, key: string, value: unknown): void {
  if (isLabelValue(value)) return assertText(labelOf(what, key), value);
  throw EgressError.of({
    code: 'EGR0113',
    problem: `${labelOf(what, key)} must be a label value`,
    got: value,
    allowed: LABEL_VALUE,
    fix:
      typeof value === 'number' || typeof value === 'boolean'
        ? `write the value in quotes: "${value}"`
        : 'write the value as "kubectl get pods --show-labels" prints it',
  });
}

function labelOf(what: string, key: string): string {
  return `${what}["${key}"]`;
}

function emptySelector(what: string, labels: Labels | undefined, otherwise = ''): EgressError {
  return EgressError.of({
    code: 'EGR0114',
    problem: `${what} must have a label`,
    got: labels,
    allowed: 'one or more labels: an empty selector selects every pod',
    fix: `write ${assignment(what, '{ app: "payments" }')} with a label of the pods${otherwise}`,
  });
}
