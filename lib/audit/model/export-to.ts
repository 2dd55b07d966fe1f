/**
 * `exportTo`: the namespaces that see an object. The values are `*`, `.`, names of namespaces, and `~`, which hides the object from every
 * namespace (pilot/pkg/model/push_context.go initServiceRegistry, initVirtualServices).
 */
import { isDnsLabel } from '../../input/kubernetes-name';

/** Returns whether a text can be the name of a namespace: `*`, `~` and `a/b` cannot. */
export function isNamespaceName(text: string): boolean {
  return isDnsLabel(text);
}

/** Returns whether every namespace sees an object. */
export function isForEvery(exportTo: readonly string[] = []): boolean {
  return exportTo.length === 0 || exportTo.includes('*');
}

/** Returns the namespaces that see an object of namespace `owner`, and undefined for every namespace. */
export function namespacesIn(exportTo: readonly string[] = [], owner: string): ReadonlySet<string> | undefined {
  if (isForEvery(exportTo)) return undefined;
  if (exportTo.includes('~')) return new Set();
  return new Set(exportTo.map((name) => (name === '.' ? owner : name)).filter(isNamespaceName));
}

/** Returns whether a namespace `viewer` sees an object of namespace `owner`. */
export function isVisible(exportTo: readonly string[] = [], owner: string, viewer: string): boolean {
  if (isForEvery(exportTo)) return true;
  if (exportTo.includes('~') || !isNamespaceName(viewer)) return false;
  return exportTo.includes(viewer) || (viewer === owner && exportTo.includes('.'));
}
