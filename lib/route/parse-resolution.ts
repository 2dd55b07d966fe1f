import { Host } from '../host/host';
import { EgressError } from '../input/egress-error';
import { ClaimedPort } from '../mesh/external-host';
import { HostResolution } from '../mesh/host-resolution';
import { byAddress, byDns, isName, Resolution } from '../mesh/resolution';
import { UpstreamEndpoint } from '../upstream/upstream-endpoint';

/** The properties of a route that state the resolution of its hosts, read. */
export interface StatedResolution {
  readonly resolution?: HostResolution | undefined;
  readonly endpoints?: readonly UpstreamEndpoint[] | undefined;
  readonly ports: readonly ClaimedPort[];
}

/** Returns whether a route states `STATIC`, or a value that is no resolution, which is an error of its own. */
export function mayBeStatic(resolution: HostResolution | undefined): boolean {
  const { DNS, DNS_ROUND_ROBIN } = HostResolution;
  return resolution !== undefined && resolution !== DNS && resolution !== DNS_ROUND_ROBIN;
}

/** The properties of a route that can contain addresses, as written. */
interface MayHaveAddresses {
  readonly addresses?: unknown;
  readonly upstream?: { readonly endpoints?: unknown } | undefined;
}

/** Returns whether the gateway of a route with the resolution `STATIC` could connect to addresses of the route. */
export function statesAddresses({ addresses, upstream }: MayHaveAddresses): boolean {
  const endpoints: unknown = upstream?.endpoints;
  return endpoints === undefined ? addresses !== undefined : Array.isArray(endpoints) && endpoints.every(isAddress);
}

function isAddress(endpoint: unknown): boolean {
  const address = (endpoint as Partial<UpstreamEndpoint> | null | undefined)?.address;
  return typeof address === 'string' && !isName({ address });
}

/**
 * Returns the resolution of a host; undefined for its own name by DNS. Endpoints that are all addresses need no `resolution`.
 *
 * @throws EgressError for a resolution that does not fit the endpoints
 */
export function resolutionOf(host: Host, stated: StatedResolution): Resolution | undefined {
  const { resolution, endpoints } = stated;
  assertFitsEndpoints(stated);
  if (endpoints === undefined) {
    if (resolution === HostResolution.STATIC) return byAddress(addressesOf(stated));
    return resolution === HostResolution.DNS_ROUND_ROBIN ? { ...byDns(host), kind: resolution } : undefined;
  }
  const kind = resolution ?? (endpoints.some(isName) ? HostResolution.DNS : HostResolution.STATIC);
  // Without the dot, a pod would try its search domains first.
  const dotted = endpoints.map((each) => ({ ...each, address: isName(each) ? `${each.address}.` : each.address }));
  return { kind, endpoints: dotted };
}

function addressesOf({ ports }: StatedResolution): readonly string[] {
  return ports.flatMap(({ addresses = [] }) => addresses);
}

function assertFitsEndpoints(stated: StatedResolution): void {
  const { resolution, endpoints = [] } = stated;
  const contradicts = {
    [HostResolution.DNS]: false,
    [HostResolution.DNS_ROUND_ROBIN]: endpoints.length > 1 || !endpoints.every(isName),
    [HostResolution.STATIC]: endpoints.some(isName) || (endpoints.length === 0 && addressesOf(stated).length === 0),
  };
  if (resolution === undefined || !contradicts[resolution]) return;
  throw EgressError.of({
    code: 'EGR0431',
    problem: `resolution cannot be HostResolution.${resolution} with these addresses and endpoints`,
    got: endpoints.map(({ address }) => address),
    allowed:
      'STATIC with addresses, or with endpoints that are addresses; DNS_ROUND_ROBIN with at most one name; DNS with any endpoints',
    fix:
      resolution === HostResolution.STATIC && endpoints.length === 0
        ? 'write addresses: ["203.0.113.10"] on an ExternalTcpRoute or ExternalHttpRoute, or upstream: { endpoints: [{ address: "203.0.113.10" }] }'
        : 'remove resolution, or write resolution: HostResolution.DNS',
  });
}
