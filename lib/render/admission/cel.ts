/** Parts of CEL expressions for ValidatingAdmissionPolicies (https://kubernetes.io/docs/reference/using-api/cel/). */

/** Returns a string literal. Line breaks and invisible characters are escaped by their code. */
export function quoted(text: string): string {
  const escaped = text.replace(/['\\]/g, '\\$&').replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, escapeCode);
  return `'${escaped}'`;
}

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Returns a list of string literals. */
export function listOf(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(', ')}]`;
}

/** Returns a map of string literals. */
export function mapOf(texts: Readonly<Record<string, string>>): string {
  return `{${Object.entries(texts)
    .map(([key, value]) => `${quoted(key)}: ${quoted(value)}`)
    .join(', ')}}`;
}

/** Returns a regular expression (RE2) that matches a text. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Returns the conjunction of expressions. */
export function and(...parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] as string) : parts.map(inBrackets).join(' && ');
}

/** Returns the disjunction of expressions. */
export function or(...parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] as string) : parts.map(inBrackets).join(' || ');
}

/** Returns the negation of an expression. */
export function not(part: string): string {
  return `!(${part})`;
}

/**
 * Returns a condition on an optional field. An absent field meets the condition.
 *
 * @param root path that always exists: `object.spec`
 * @param field path below the root: `securityContext.runAsUser`
 */
export function whereSet(root: string, field: string, condition: (value: string) => string): string {
  const names = field.split('.');
  const paths = names.map((_, index) => [root, ...names.slice(0, index + 1)].join('.'));
  return or(...paths.map((path) => `!has(${path})`), condition(paths.at(-1) as string));
}

/** Returns a condition on every item of an optional list, or on every key of an optional map. */
export function every(root: string, field: string, item: string, condition: string): string {
  return whereSet(root, field, (value) => `${value}.all(${item}, ${condition})`);
}

/** Returns an optional map, or an empty map if the map is absent. */
export function orEmpty(map: string): string {
  return `(has(${map}) ? ${map} : {})`;
}

/** Adds brackets to a part of an expression that needs them. */
function inBrackets(part: string): string {
  return / (&&|\|\|) /.test(part) ? `(${part})` : part;
}
