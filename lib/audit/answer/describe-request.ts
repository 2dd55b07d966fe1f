import { hasSidecar } from './source-class';
import { ANY_PORT, isOneHost, RequestedPort, WayOut } from './way-out';

/** Returns a port of a host as text: `edition.cnn.com:443 tls`, `any other host on port 8443`, `addresses in 203.0.113.0/24`. */
export function describeRequest(request: RequestedPort & Partial<Pick<WayOut, 'source'>>): string {
  const { host, port, protocol } = request;
  if (isOneHost(host)) return `${host}:${port} ${protocol}`;
  return port === ANY_PORT ? describeHost(request) : `${describeHost(request)} on port ${port}`;
}

/** Returns a host as text: `edition.cnn.com`, `addresses in 203.0.113.0/24`, `any other host`, and `any host` for a source without a sidecar. */
export function describeHost({ host, source = '' }: Pick<WayOut, 'host'> & Partial<Pick<WayOut, 'source'>>): string {
  if (host !== '*') return isOneHost(host) ? host : `addresses in ${host}`;
  return hasSidecar(source) ? 'any other host' : 'any host';
}
