/**
 * The loopback addresses at which a gateway connects to itself on the way to a host. The addresses follow from a name alone, so that
 * apps that share a gateway agree on the addresses, and a name keeps its addresses when the app changes. All of 127.0.0.0/8 is
 * loopback; 127.0.0.1, at which the proxy's own ports listen and from which other connections come, is no result.
 */
import { createHash } from 'node:crypto';

/** The addresses of a gateway's connections to itself, on the way to one name. */
export interface Loopback {
  /** The address at which the gateway listens. */
  readonly destination: string;
  /**
   * The address from which the gateway connects. Connections on the way to other names have another source: the owner of a DNS name,
   * which can point the name at `destination`, does not get through.
   */
  readonly source: string;
}

/** The destinations of each use. */
const DESTINATIONS = {
  tunnel: (a: number, b: number, c: number) => `127.${1 + (a % 254)}.${b}.${1 + (c % 254)}`,
  wildcard: (a: number, b: number, c: number) => `127.${64 + (a % 64)}.${b}.${c}`,
} as const;

/**
 * Returns the addresses of a name. The source has 22 bits of the hash that the destination does not depend on: if two names have one
 * destination, their sources differ, and each accepts its own source only.
 */
export function loopbackOf(name: string, use: keyof typeof DESTINATIONS): Loopback {
  const [a = 0, b = 0, c = 0, d = 0, e, f] = hashOf(name);
  return { destination: DESTINATIONS[use](a, b, c), source: `127.${128 + (d % 64)}.${e}.${f}` };
}

/** Returns a number below a limit that follows from a name alone, and not from the addresses of the name. */
export function loopbackOffset(name: string, limit: number): number {
  return hashOf(name).readUInt32BE(4) % limit;
}

function hashOf(name: string): Buffer {
  return createHash('sha256').update(name).digest();
}
