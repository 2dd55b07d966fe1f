/**
 * Who sees an object: `exportTo` of ServiceEntry and VirtualService (`*`, `.`, `~`, or names of namespaces).
 */

/** Whether an object of namespace `owner` is seen from namespace `viewer`; without `exportTo` everyone sees it. */
export function isVisible(exportTo: readonly string[] | undefined, owner: string, viewer: string): boolean {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes('*')) return true;
  if (exportTo.includes('~')) return false;
  return exportTo.includes(viewer) || (exportTo.includes('.') && owner === viewer);
}
