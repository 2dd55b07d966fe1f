import { canonicalName } from '../host/dns-name';
import { assertBoolean } from '../input/boolean';
import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { ClaimedPort } from '../mesh/external-host';
import { HostResolution } from '../mesh/host-resolution';
import { parseAddresses } from '../network/ip-addresses';
import { virtualAddress as virtualAddressOf } from '../network/virtual-address';
import { ExternalHttpRouteProps } from './external-http-route-props';
import { ExternalTcpRouteProps } from './external-tcp-route-props';
import { assertOneHost } from './one-host';
import { mayBeStatic } from './parse-resolution';

/** The addresses of a port, by which sidecars identify the host. */
export type DialledAddresses = Pick<ClaimedPort, 'addresses' | 'isVirtual'>;

/**
 * Returns the addresses of a TCP route.
 *
 * @throws EgressError for malformed addresses, for neither addresses nor a virtual address, and for both
 */
export function parseTcpAddresses(props: ExternalTcpRouteProps): DialledAddresses {
  const { hosts, addresses, virtualAddress, resolution, upstream } = props;
  assertBoolean('virtualAddress', virtualAddress);
  if (virtualAddress !== true) return { addresses: parseAddresses(addresses) };
  if (addresses !== undefined) throw excluded('addresses', addresses, 'remove virtualAddress, or addresses');
  if (resolution === HostResolution.STATIC && upstream?.endpoints === undefined) {
    const fix = 'remove virtualAddress, and write addresses: ["203.0.113.10"]';
    throw excluded('resolution: HostResolution.STATIC', resolution, fix);
  }
  // A malformed host is an error of `hosts`.
  const host: unknown = Array.isArray(hosts) ? hosts[0] : undefined;
  return { addresses: [virtualAddressOf(typeof host === 'string' ? canonicalName(host) : '')], isVirtual: true };
}

/**
 * Returns the address of an HTTP route; undefined for a route whose hosts have names.
 *
 * @throws EgressError for several addresses or hosts, and for addresses without the resolution `STATIC`
 */
export function parseHttpAddress(props: ExternalHttpRouteProps): readonly string[] | undefined {
  const { hosts, addresses, resolution, directPorts } = props;
  if (addresses === undefined) return undefined;
  if (!mayBeStatic(resolution)) {
    throw EgressError.of({
      code: 'EGR0431',
      problem: 'addresses of an ExternalHttpRoute cannot be used without HostResolution.STATIC',
      got: addresses,
      allowed:
        'addresses and resolution: HostResolution.STATIC together: applications call the host by its address, and no name is resolved',
      fix: 'write resolution: HostResolution.STATIC, or remove addresses',
    });
  }
  if (directPorts !== undefined) {
    const fix = 'remove directPorts, and use an ExternalTcpRoute for the port';
    throw EgressError.of({
      code: 'EGR0121',
      problem: 'addresses cannot be used with directPorts',
      ...BOTH,
      fix,
      got: directPorts,
    });
  }
  const read = readAll({
    hosts: () => assertOneHost('ExternalHttpRoute with addresses', hosts, BY_ADDRESS),
    addresses: () => parseAddresses(addresses),
  });
  if (read.addresses.length === 1) return read.addresses;
  throw EgressError.of({
    code: 'EGR0432',
    problem: 'addresses of an ExternalHttpRoute must be one address',
    got: addresses,
    allowed:
      'one address: Istio matches the Host header with the first address of a host, and requests for others would be direct',
    fix: 'create a route per address, each with a host of its own',
  });
}

const BY_ADDRESS = {
  allowed: 'one host: sidecars identify the host by its address',
  fix: 'create a route per host, with the address of the host',
};
const BOTH = { allowed: 'one of the two' };

function excluded(what: string, got: unknown, fix: string): EgressError {
  return EgressError.of({ code: 'EGR0121', problem: `${what} cannot be used with virtualAddress`, got, ...BOTH, fix });
}
