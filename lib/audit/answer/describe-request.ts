import { hasSidecar } from './source-class';
import { ANY_PORT, RequestedPort, WayOut } from './way-out';

/** Returns a port of a host as text: `edition.cnn.com:443 tls`, `any other host`, `any other host on port 8443`. */
export function describeRequest(request: RequestedPort & Partial<Pick<WayOut, 'source'>>): string {
  const { host, port, protocol } = request;
  if (host !== '*') return `${host}:${port} ${protocol}`;
  return port === ANY_PORT ? describeHost(request) : `${describeHost(request)} on port ${port}`;
}

/** Returns a host as text: `edition.cnn.com`, `any other host`, and `any host` for a source without a sidecar. */
export function describeHost({ host, source = '' }: Pick<WayOut, 'host'> & Partial<Pick<WayOut, 'source'>>): string {
  if (host !== '*') return host;
  return hasSidecar(source) ? 'any other host' : 'any host';
}
