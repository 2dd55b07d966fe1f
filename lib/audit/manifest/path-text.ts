import { Path } from './manifest';

/**
 * Returns a path as text: `spec.http[0].route`, and `metadata.labels["a.b/c"]` for a key that is no name. Empty for the object as a whole.
 */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return /^[\w-]+$/.test(key) ? `${text}${text && '.'}${key}` : `${text}[${JSON.stringify(key)}]`;
  }, '');
}
