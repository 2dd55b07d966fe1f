import { getOrAdd } from '../../input/get-or-add';

/**
 * Returns whether a text matches a pattern of an AuthorizationPolicy (istio.io/istio `pilot/pkg/security/authz/matcher`): `*` is any text
 * but none, `abc*` a prefix, `*abc` a suffix, and everything else the whole text.
 */
export function matchesText(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return text === pattern;
}

/** Returns whether a pattern is the whole text. */
export function isExact(pattern: string): boolean {
  return !pattern.startsWith('*') && !pattern.endsWith('*');
}

/** Returns whether a path matches: as text, or as a template in which `{*}` is a segment and `{**}` any number of segments. */
export function matchesPath(pattern: string, path: string): boolean {
  const [plain = ''] = path.split('?');
  if (!/\{\*\*?\}/.test(pattern)) return matchesText(pattern, plain);
  const parts = pattern.split(/(\{\*\*?\})/).map((part) => {
    if (part === '{*}') return '[^/]+';
    return part === '{**}' ? '.*' : quoted(part);
  });
  return new RegExp(`^${parts.join('')}$`).test(plain);
}

/** Returns whether a pattern matches the whole text. `*` in any place of the pattern matches any text. */
export function matchesGlob(pattern: string, text: string): boolean {
  return getOrAdd(globs, pattern, () => new RegExp(`^${pattern.split('*').map(quoted).join('.*')}$`)).test(text);
}

/** Many texts meet one pattern. */
const globs = new Map<string, RegExp>();

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
