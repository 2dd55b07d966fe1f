import { isIPv6 } from 'node:net';

/** Returns a port of a host as in a URL: `edition.cnn.com:443`, `[2001:db8::1]:443`. */
export function hostPort(host: string, port: number | string): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
