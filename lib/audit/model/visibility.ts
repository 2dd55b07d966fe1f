/**
 * Visibility of objects: `exportTo` of ServiceEntry and VirtualService (`*`, `.`, names of namespaces, or `~`, which is the name of no namespace).
 */

/** Whether an object of namespace `owner` is seen from namespace `viewer`; without `exportTo`, from every namespace. */
export function isVisible(exportTo: readonly string[] | undefined, owner: string, viewer: string): boolean {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes('*')) return true;
  return exportTo.includes(viewer) || (exportTo.includes('.') && owner === viewer);
}
