import { createHash } from 'node:crypto';
import { Host } from '../host/host';

/**
 * Returns the loopback address at which a gateway reaches itself on the way to a host. The address follows from the host alone, so
 * that apps that share a gateway agree on the addresses, and a host keeps its address when the app changes. All of 127.0.0.0/8 is
 * loopback; 127.0.0.1, at which the proxy's own ports listen, is no result.
 */
export function loopbackAddress(host: Host): string {
  const [second = 0, third = 0, fourth = 0] = hashOf(host);
  return `127.${(second % 254) + 1}.${third}.${(fourth % 254) + 1}`;
}

/** Returns a number below a limit that follows from the host alone, and not from its loopback address. */
export function loopbackOffset(host: Host, limit: number): number {
  return hashOf(host).readUInt32BE(4) % limit;
}

function hashOf({ name }: Host): Buffer {
  return createHash('sha256').update(name).digest();
}
