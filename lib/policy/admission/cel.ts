/** Pieces of CEL, as ValidatingAdmissionPolicies are written in (https://kubernetes.io/docs/reference/using-api/cel/). */

/** A text, quoted. */
export function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

/** A list of texts. */
export function listOf(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(', ')}]`;
}

/** All of them. */
export function and(...parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] as string) : parts.map(inBrackets).join(' && ');
}

/** One of them, at least. */
export function or(...parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] as string) : parts.map(inBrackets).join(' || ');
}

/** Not that. */
export function not(part: string): string {
  return `!(${part})`;
}

/**
 * A condition on a field that may not be there; nothing is wrong where it is not.
 *
 * @param root what is always there: `object.spec`
 * @param field below it: `securityContext.runAsUser`
 */
export function whereSet(root: string, field: string, condition: (value: string) => string): string {
  const names = field.split('.');
  const paths = names.map((_, index) => [root, ...names.slice(0, index + 1)].join('.'));
  return or(...paths.map((path) => `!has(${path})`), condition(paths.at(-1) as string));
}

/** A condition on every item of a list, or key of a map, that may not be there. */
export function every(root: string, field: string, item: string, condition: string): string {
  return whereSet(root, field, (value) => `${value}.all(${item}, ${condition})`);
}

/** Brackets where a part of an expression needs them. */
function inBrackets(part: string): string {
  return / (&&|\|\|) /.test(part) ? `(${part})` : part;
}
