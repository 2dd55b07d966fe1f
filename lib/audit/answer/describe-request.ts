import { RequestedPort, WayOut } from './way-out';

/** Pods whose sources end like this have no sidecar. For such pods, the declaration of a host has no effect. */
export const WITHOUT_SIDECAR = ' without sidecar';

/** Returns a port of a host as text: `edition.cnn.com:443 tls`, `any other host`, `any other host on port 8443`. */
export function describeRequest(request: RequestedPort & Partial<Pick<WayOut, 'source'>>): string {
  const { host, port, protocol } = request;
  if (host !== '*') return `${host}:${port} ${protocol}`;
  return port === 0 ? describeHost(request) : `${describeHost(request)} on port ${port}`;
}

/** Returns a host as text: `edition.cnn.com`, `any other host`, and `any host` for a source without a sidecar. */
export function describeHost({ host, source = '' }: Pick<WayOut, 'host'> & Partial<Pick<WayOut, 'source'>>): string {
  if (host !== '*') return host;
  return source.endsWith(WITHOUT_SIDECAR) ? 'any host' : 'any other host';
}
