/** Pieces of CEL, as ValidatingAdmissionPolicies are written in (https://kubernetes.io/docs/reference/using-api/cel/). */

/** A text, quoted; characters that end a line or are not seen are written by their number. */
export function quoted(text: string): string {
  const escaped = text.replace(/['\\]/g, '\\$&').replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, byNumber);
  return `'${escaped}'`;
}

function byNumber(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
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

/** A map that may not be there: an empty one then. */
export function orEmpty(map: string): string {
  return `(has(${map}) ? ${map} : {})`;
}

/** Brackets where a part of an expression needs them. */
function inBrackets(part: string): string {
  return / (&&|\|\|) /.test(part) ? `(${part})` : part;
}
