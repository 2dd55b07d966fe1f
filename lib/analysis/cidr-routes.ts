import { groupBy } from '../input/group-by';
import { HostClaim } from '../mesh/host-claim';
import { Cidr, rangeOfOne } from '../network/cidr';
import { Analyzer, error, Finding, perOwner } from './analyzer';

/** One range of a claim, or the address of an HTTP host. */
interface Range {
  readonly isAddress: boolean;
  readonly claim: HostClaim;
  readonly cidr: string;
  readonly port: number;
  /** The texts of the range and of those around it ({@link Cidr.enclosing}), with the port. */
  readonly keys: readonly string[];
}

/** The checks of routes to ranges. */
export const CIDR_ROUTES: readonly Analyzer[] = [
  error(
    'EGR1019',
    'Ranges of two routes overlap on one port, or a range has the address of an HTTP route.',
    ({ plan }) => overlaps(plan.claims),
  ),
  error('EGR1109', 'A route to ranges has no sources.', ({ plan }) =>
    perOwner(
      plan.routes.filter(
        ({ access, ports }) => access.sources.length === 0 && ports.some(({ cidrs }) => cidrs !== undefined),
      ),
      {
        problem: 'a route to ranges must have sources',
        allowed: 'allowFrom on every ExternalCidrRoute: callers state the address that they want to reach',
        fix: 'write allowFrom: [EgressSource.namespace("payments")] on the route',
      },
    ),
  ),
];

/**
 * Finds ranges that overlap. Envoy chooses the filter chain by the smallest range first, and then by the SNI: a caller of the wider
 * range would be refused for the addresses of the smaller one. Sidecars choose in the same way: requests to the address of an HTTP route
 * would be bytes for the range around it, without the operations of the HTTP route. A TCP address has a listener of its own in sidecars
 * (`buildSidecarOutboundListener` in istio.io/istio `pilot/pkg/networking/core/listener.go`).
 */
function overlaps(claims: readonly HostClaim[]): readonly Finding[] {
  const ranges = claims.flatMap((claim) => [...rangesOf(claim), ...httpAddressesOf(claim)]);
  const byRange = groupBy(ranges, ({ keys: [own = ''] }) => own);
  return ranges.flatMap((inner) =>
    inner.keys.flatMap((key) =>
      (byRange.get(key) ?? [])
        .filter((outer) => outer.claim.host.name !== inner.claim.host.name && !(outer.isAddress && inner.isAddress))
        // Of two equal ranges, each is found among those around the other.
        .filter((outer) => outer.keys.length < inner.keys.length || outer.claim.host.name < inner.claim.host.name)
        .map((outer) => overlap(outer, inner)),
    ),
  );
}

function rangesOf(claim: HostClaim): readonly Range[] {
  return claim.ports.flatMap(({ number, cidrs = [] }) => cidrs.map((cidr) => rangeOf(claim, number, cidr, false)));
}

function httpAddressesOf(claim: HostClaim): readonly Range[] {
  const ports = claim.ports.filter(({ protocol }) => protocol === 'HTTP');
  return ports.flatMap(({ number, addresses = [] }) =>
    addresses.map((address) => rangeOf(claim, number, rangeOfOne(address), true)),
  );
}

function rangeOf(claim: HostClaim, port: number, cidr: string, isAddress: boolean): Range {
  const texts = Cidr.parse(cidr).enclosing();
  return { isAddress, claim, cidr, port, keys: texts.map((text) => `${port} ${text}`) };
}

function overlap(outer: Range, inner: Range): Finding {
  return {
    constructPath: inner.claim.owner,
    problem: `hosts ${outer.claim.host.name} and ${inner.claim.host.name} cannot have overlapping ranges, ${outer.cidr} and ${inner.cidr}, on port ${inner.port}`,
    got: { routes: [outer.claim.owner, inner.claim.owner] },
    allowed: 'ranges that have no address in common on one port: the gateway chooses the smallest range of an address',
    fix: `split ${outer.cidr} into ranges without ${inner.cidr}, or use one route, with the sources of both`,
  };
}
