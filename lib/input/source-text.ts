/** Longest source code of a value that is repeated in a fix. */
const MAX_LENGTH = 80;

/** Deepest source code of a value; a value that contains itself has no end. */
const MAX_DEPTH = 8;

/**
 * Returns a value as source code that can be typed: `{ app: "payments" }`. For instances of classes, and for values whose source
 * code is long, returns undefined.
 */
export function sourceOf(value: unknown): string | undefined {
  const text = sourceOfAny(value, MAX_DEPTH);
  return text !== undefined && text.length <= MAX_LENGTH ? text : undefined;
}

function sourceOfAny(value: unknown, depth: number): string | undefined {
  if (depth === 0) return undefined;
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return joined(
      Array.from(value, (item) => sourceOfAny(item, depth - 1)),
      '[',
      ']',
    );
  if (!isPlainObject(value)) return undefined;
  const entries = Object.entries(value).map(([key, inner]) => {
    const source = sourceOfAny(inner, depth - 1);
    return source === undefined ? undefined : `${keyOf(key)}: ${source}`;
  });
  return joined(entries, '{ ', ' }');
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  if (parts.includes(undefined)) return undefined;
  return parts.length === 0 ? `${open.trim()}${close.trim()}` : `${open}${parts.join(', ')}${close}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** Returns whether a value is an object that is not an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Returns a property with its value as source code that can be typed: for the subject `tolerations[0].key` and the source `"egress"`,
 * returns `tolerations: [{ key: "egress" }]`.
 *
 * @param what subject of an error: the path of a property
 */
export function assignment(what: string, source: string): string {
  const parts = what.match(/\["[^"]*"\]|\[\d+\]|[^.[\]]+/g) ?? [what];
  const [property = what, ...inner] = parts;
  return `${property}: ${inner.reduceRight(wrapped, source)}`;
}

/** Returns source code inside an item of a list, or inside a property of an object. */
function wrapped(source: string, part: string): string {
  if (/^\[\d+\]$/.test(part)) return `[${source}]`;
  return `{ ${part.startsWith('[') ? part.slice(1, -1) : part}: ${source} }`;
}

/** Returns the map that a text such as `app=payments` means, as source code. */
export function mapMeantBy(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const pairs = value.split(',').map((pair) => /^\s*([^=:\s]+)\s*[=:]\s*(\S*)\s*$/.exec(pair));
  if (pairs.includes(null)) return undefined;
  return sourceOf(Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]])));
}
