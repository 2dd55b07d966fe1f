import { RequestedPort } from './ways';

/** Returns a port of a host as text: `edition.cnn.com:443 tls`, `any other host`, `any other host on port 8443`. */
export function describeRequest({ host, port, protocol }: RequestedPort): string {
  if (host !== '*') return `${host}:${port} ${protocol}`;
  return port === 0 ? 'any other host' : `any other host on port ${port}`;
}
