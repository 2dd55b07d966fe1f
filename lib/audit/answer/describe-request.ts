import { hasSidecar } from './source-class';
import { ANY_PORT, isOneHost, RequestedPort, WayOut } from './way-out';
import { hostPort } from '../model/host-port';

/** Returns a port of a host as text: `edition.cnn.com:443 tls`, `any other host on port 8443`, `addresses in 203.0.113.0/24`. */
export function describeRequest(request: RequestedPort & Partial<Pick<WayOut, 'source'>>): string {
  const { host, port, protocol } = request;
  if (isOneHost(host)) return `${hostPort(host, port)} ${protocol}`;
  const name = port === ANY_PORT ? describeHost(request) : `${describeHost(request)} on port ${port}`;
  return protocol === 'udp' ? `${name} (UDP)` : name;
}

/**
 * Returns a host as text: `edition.cnn.com`, `addresses in 203.0.113.0/24`, `any other host`, and `any host` without a sidecar and for UDP.
 */
export function describeHost({ host, protocol, source = '' }: Target): string {
  if (host !== '*') return isOneHost(host) ? host : `addresses in ${host}`;
  return hasSidecar(source) && protocol !== 'udp' ? 'any other host' : 'any host';
}

type Target = Pick<WayOut, 'host' | 'protocol'> & Partial<Pick<WayOut, 'source'>>;
