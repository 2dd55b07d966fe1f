import { isIP } from 'node:net';
import { Host } from '../host/host';

/** One address or DNS name of a host, in the terms of Istio's `WorkloadEntry`. */
export interface Endpoint {
  /** An IP address, or a DNS name with a trailing dot. */
  readonly address: string;
  /** @default - none: the endpoint is in no region */
  readonly locality?: string;
  /** @default - 1 */
  readonly weight?: number;
}

/**
 * How the gateway finds the addresses of a host, in the terms of Istio's `ServiceEntry`.
 *
 * - `DNS`, `DNS_ROUND_ROBIN`, `STATIC`: the endpoints are the addresses of the host, or names that the gateway resolves.
 * - `DYNAMIC_DNS`: the gateway resolves the requested name for each request.
 * - `NONE`: the gateway connects to the address that the caller dialled.
 */
export interface Resolution {
  readonly kind: 'DNS' | 'DNS_ROUND_ROBIN' | 'STATIC' | 'DYNAMIC_DNS' | 'NONE';
  /** Empty for `DYNAMIC_DNS` and `NONE`. */
  readonly endpoints: readonly Endpoint[];
}

/** Returns whether an endpoint is a name. */
export function isName({ address }: Endpoint): boolean {
  return isIP(address) === 0;
}

/** The gateway resolves the requested name. */
export const DYNAMIC_DNS: Resolution = { kind: 'DYNAMIC_DNS', endpoints: [] };

/**
 * Returns the resolution of a name by DNS. The name ends in a dot. Without the dot, a pod would try its search domains first, where
 * a Service of a namespace called `com` would receive the traffic of `edition.cnn.com` (seen on a running mesh). istiod allows the
 * dot "for unambiguous names" (`ValidateDNS1123Labels` in istio.io/istio `pkg/config/validation/agent/validation.go`).
 */
export function byDns({ name }: Host): Resolution {
  return { kind: 'DNS', endpoints: [{ address: `${name}.` }] };
}

/** Returns the resolution of a host that is declared by addresses. No name is resolved. */
export function byAddress(addresses: readonly string[]): Resolution {
  return { kind: 'STATIC', endpoints: addresses.map((address) => ({ address })) };
}

/** The gateway connects to the address that the caller dialled. */
export const NO_RESOLUTION: Resolution = { kind: 'NONE', endpoints: [] };

/** Returns whether two resolutions are equal. */
export function sameResolution(a: Resolution | undefined, b: Resolution | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
