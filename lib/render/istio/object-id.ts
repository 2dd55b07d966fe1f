/** The ids of the constructs of a host's objects: `VirtualService`, and `VirtualService-22` for the further port 22. */

/** Returns the id of an object of a further port. */
export function furtherId(id: string, port: number): string {
  return `${id}-${port}`;
}

/** Returns the id of the object of the host, and the further port; no port for the object of the host itself. */
export function partsOfId(id: string): { readonly ofHost: string; readonly port?: number } {
  const [ofHost = '', port] = id.split('-');
  return port === undefined ? { ofHost } : { ofHost, port: Number(port) };
}
