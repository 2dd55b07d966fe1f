import { Host } from '../host/host';
import { reservedDomainOf } from '../host/reserved-domain';
import { EgressError } from '../input/egress-error';
import { CLOUD_METADATA_NAMES } from '../network/cloud-metadata';
import { unroutableAddressIn } from '../network/embedded-address';

/** The route and its property in errors. */
interface Subject {
  /** @default 'host' */
  readonly what?: string;
  /**
   * Whether the gateway could connect to addresses of the route.
   * @default false
   */
  readonly hasAddresses?: boolean;
}

/**
 * Rejects a host whose name refers to the machine or the network of the gateway, as the address of such a host is rejected: a
 * metadata service, a name in a reserved domain, and a name that contains an address.
 *
 * @param externalDomains domains of the organization in which only metadata services are rejected
 * @throws EgressError
 */
export function assertOutsideName(
  host: Host,
  externalDomains: readonly string[],
  { what = 'host', hasAddresses = false }: Subject = {},
): void {
  const metadata = CLOUD_METADATA_NAMES.find(({ name }) => host.isIn(name) || host.covers(name));
  if (metadata !== undefined) {
    const predicate = host.isWildcard ? `cover ${metadata.name}, ${metadata.service}` : `be ${metadata.service}`;
    throw notOutside(host, `${what} cannot ${predicate}`, 'write hosts that are outside the cloud machine');
  }
  if (externalDomains.some((domain) => host.isIn(domain))) return;
  const mesh = (domain: string): string =>
    `const mesh = new EgressMesh(app, 'mesh', { externalDomains: ["${domain}"] }) and new Chart(mesh, ...) for the charts`;
  const reserved = reservedDomainOf(host);
  if (reserved !== undefined) {
    const fix = `${mesh(zoneOf(host))} if the host is outside the mesh`;
    throw notOutside(
      host,
      `${what} cannot be in the reserved domain .${reserved}`,
      what === 'host' && !host.isWildcard ? orByAddress(fix, hasAddresses) : `write ${fix}`,
    );
  }
  const address = unroutableAddressIn(host.domain);
  if (address === undefined) return;
  const fix = `write a host without an address in its name, or ${mesh(host.domain)} if the name resolves to another address`;
  throw notOutside(host, `${what} cannot contain the address ${address}`, fix);
}

/**
 * Rejects a name in `.invalid` for a host that the gateway never resolves: the library names further ports there, such as
 * `22.github.com.ports.invalid`. Such a host may be in any other reserved domain.
 *
 * @throws EgressError
 */
export function assertUnresolvedName(host: Host): void {
  if (!host.isIn('invalid')) return;
  throw EgressError.of({
    code: 'EGR0211',
    problem: 'host cannot be in the reserved domain .invalid',
    got: host.name,
    allowed: 'names outside .invalid, such as "oracle.corp.internal"',
    fix: `write "${host.name.replace(/[.]?invalid$/, '')}.internal"`,
  });
}

/** Returns the fix for a host that may have no DNS name. */
function orByAddress(fix: string, hasAddresses: boolean): string {
  return hasAddresses
    ? `write resolution: HostResolution.STATIC if no name is resolved; or ${fix}`
    : `write ${fix}; for a host without a DNS name, write addresses and resolution: HostResolution.STATIC on an ExternalTcpRoute or ExternalHttpRoute`;
}

/** Returns the domain of two labels above a host: `corp.internal` of `db.corp.internal`. */
function zoneOf({ domain }: Host): string {
  return domain.split('.').slice(-2).join('.');
}

function notOutside(host: Host, problem: string, fix: string): EgressError {
  return EgressError.of({
    code: 'EGR0211',
    problem,
    got: host.name,
    allowed: 'names of the public DNS, and names below externalDomains of the EgressMesh',
    fix,
  });
}
