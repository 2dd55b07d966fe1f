/**
 * Who sees an object: `exportTo` of ServiceEntry and VirtualService (`*`, `.`, names of namespaces, or `~` for nobody, which is no namespace's name).
 */

/** Whether an object of namespace `owner` is seen from namespace `viewer`; without `exportTo` everyone sees it. */
export function isVisible(exportTo: readonly string[] | undefined, owner: string, viewer: string): boolean {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes('*')) return true;
  return exportTo.includes(viewer) || (exportTo.includes('.') && owner === viewer);
}
