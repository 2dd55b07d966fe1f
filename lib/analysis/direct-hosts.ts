import { addTo, groupBy } from '../input/group-by';
import { DirectHostRecord, isMatchedByCidrs } from '../mesh/direct-hosts';
import { DirectProtocol } from '../mesh/direct-protocol';
import { ExternalHost } from '../mesh/external-host';
import { MeshModel } from '../mesh/mesh-model';
import { Cidr, rangeOfOne } from '../network/cidr';
import { Analyzer, error, Finding, inBoth, pairsBy } from './analyzer';

/** A range of a direct host or of a route, on one port. */
interface Range<T> {
  readonly of: T;
  readonly cidr: string;
  /** The texts of the range and of those around it ({@link Cidr.enclosing}), with the port. */
  readonly keys: readonly string[];
}

/** Hosts that stay direct on purpose. */
export const DIRECT_HOSTS: readonly Analyzer[] = [
  error('EGR1051', 'A host has a route, and is direct, in one namespace.', (mesh) => [
    ...routedAndDirect(mesh),
    ...coveredByDirect(mesh),
  ]),
  error('EGR1052', 'An address has a route, and is direct, in one namespace.', routedAddresses),
  error('EGR1053', 'Two constructs declare a direct host for one namespace.', ({ directHosts }) =>
    pairsBy(entriesOf(directHosts.all), ({ name }) => name).flatMap(([{ record: a, name }, { record: b }]) => {
      const shared = inBoth(a.namespaces, b.namespaces);
      if (shared.length === 0 && a.namespace !== b.namespace) return [];
      return [
        {
          constructPath: b.owner,
          problem: `host ${name} cannot have two DirectHosts for one namespace, or in charts with one namespace`,
          got: { constructs: [a.owner, b.owner], namespaces: shared },
          allowed:
            'one DirectHost per host, with all its ports and namespaces: sidecars merge two ServiceEntries of a host',
          fix: `remove ${name} from one of the constructs, and write its ports and namespaces on the other`,
        },
      ];
    }),
  ),
  error('EGR1054', 'Sidecars identify a direct host by a range in which another direct host is.', overlappingRanges),
  error('EGR1451', 'A direct host has no ranges in a namespace that is locked down.', ({ directHosts, lockdowns }) => {
    const closed = new Set(lockdowns.all.flatMap(({ namespaces }) => namespaces));
    return directHosts.all.flatMap(({ owner, namespaces, cidrs, entries }) => {
      const cut = namespaces.filter((namespace) => closed.has(namespace));
      if (cidrs.length > 0 || cut.length === 0) return [];
      return [
        {
          constructPath: owner,
          problem: `a DirectHost for ${cut.join(', ')} must have cidrs, which the lockdown opens`,
          got: entries.map(({ host }) => host.name),
          allowed: 'cidrs in namespaces with an EgressLockdownPolicy: a NetworkPolicy opens ranges, and no names',
          fix: `write cidrs: ["203.0.113.0/28"] with the ranges of the hosts, or remove ${cut.join(', ')} from namespaces`,
        },
      ];
    });
  }),
  error('EGR1452', 'A direct host opens addresses inside the network.', insideNetwork),
];

function entriesOf(records: readonly DirectHostRecord[]) {
  return records.flatMap((record) => record.entries.map(({ host }) => ({ record, host, name: host.name })));
}

/** Returns the namespaces that a direct host has in common with those that see a route. */
function sharedNamespaces({ namespaces }: DirectHostRecord, { exportTo }: ExternalHost): readonly string[] {
  return exportTo === undefined ? namespaces : inBoth(namespaces, exportTo);
}

/** Hosts with a ServiceEntry of a route and one of a DirectHost, which sidecars merge. */
function routedAndDirect({ plan, directHosts }: MeshModel): readonly Finding[] {
  const direct = groupBy(entriesOf(directHosts.all), ({ name }) => name);
  if (direct.size === 0) return [];
  return plan
    .externalHosts()
    .flatMap((external) =>
      (direct.get(external.host.name) ?? []).flatMap(({ record }) =>
        conflict(record, external, `host ${external.host.name}`, `remove ${external.host.name} from the DirectHost`),
      ),
    );
}

/** Hosts with a route below a direct wildcard: sidecars choose by the range first, and then find the SNI of the wildcard. */
function coveredByDirect({ plan, directHosts }: MeshModel): readonly Finding[] {
  const wildcards = groupBy(
    entriesOf(directHosts.all).filter(({ host }) => host.isWildcard),
    ({ host }) => host.domain,
  );
  if (wildcards.size === 0) return [];
  return plan.externalHosts().flatMap((external) =>
    external.host
      .parentDomains()
      .flatMap((domain) => wildcards.get(domain) ?? [])
      .filter(({ record }) => external.ports.some(({ number }) => record.ports.includes(number)))
      .flatMap(({ record, name }) =>
        conflict(
          record,
          external,
          `host ${external.host.name}, which ${name} covers,`,
          `write the names below ${name} in hosts of the DirectHost, without ${external.host.name}`,
        ),
      ),
  );
}

function conflict(record: DirectHostRecord, external: ExternalHost, subject: string, fix: string): readonly Finding[] {
  const shared = sharedNamespaces(record, external);
  if (shared.length === 0) return [];
  return [
    {
      constructPath: record.owner,
      problem: `${subject} cannot be direct and have a route in one namespace`,
      got: { routes: [...external.owners], namespaces: shared },
      allowed: 'a DirectHost, or routes: a route is visible to the namespaces of its sources with ExportTo.SOURCES',
      fix: `${fix}, or write exportTo: ExportTo.SOURCES on the route, and sources in other namespaces`,
    },
  ];
}

function directRanges(records: readonly DirectHostRecord[]): readonly Range<DirectHostRecord>[] {
  return records.flatMap((record) =>
    record.cidrs.flatMap((cidr) => record.ports.map((port) => rangeOf(record, cidr, port))),
  );
}

/**
 * Ranges of two constructs that overlap on one port, one of which identifies its hosts. Envoy chooses a filter chain by the smallest range
 * first, and then by the SNI, so that the other hosts would not be found. Wildcards with equal ranges are found.
 */
function overlappingRanges({ directHosts }: MeshModel): readonly Finding[] {
  const { TCP } = DirectProtocol;
  const ofTcp = directRanges(directHosts.all.filter(({ protocol }) => protocol === TCP));
  const byName = directHosts.all.filter(({ protocol }) => protocol !== TCP);
  const ofWildcards = directRanges(byName.filter(isMatchedByCidrs));
  const ofNames = directRanges(byName.filter((record) => !isMatchedByCidrs(record)));
  const pairs = [
    ...within(ofWildcards, ofWildcards, true),
    ...within(ofWildcards, [...ofTcp, ...ofNames]),
    ...within([...ofTcp, ...ofNames], ofWildcards, true),
    ...within(ofTcp, ofNames),
    ...within(ofNames, ofTcp, true),
    // Of two equal ranges, each is found inside the other.
    ...within(ofTcp, ofTcp).filter(([a, b]) => a.cidr !== b.cidr || a.of.owner < b.of.owner),
  ];
  return pairs.flatMap(([outer, inner]) => {
    const [a, b] = [outer.of, inner.of];
    const shared = inBoth(a.namespaces, b.namespaces);
    if (shared.length === 0) return [];
    return [
      {
        constructPath: b.owner,
        problem: `ranges ${outer.cidr} and ${inner.cidr} of two DirectHosts cannot overlap on one port: sidecars find the hosts of one of them only`,
        got: { constructs: [a.owner, b.owner], namespaces: shared },
        allowed: 'ranges that have no address in common on one port, or wildcards with the same ranges',
        fix: `split ${outer.cidr} into ranges without ${inner.cidr}, or write the hosts in one DirectHost`,
      },
    ];
  });
}

/** Ranges that overlap the addresses of routes on one port: a lockdown opens them to processes that bypass the sidecar. */
function routedAddresses({ plan, directHosts }: MeshModel): readonly Finding[] {
  const direct = directRanges(directHosts.all);
  if (direct.length === 0) return [];
  const routed = plan.externalHosts().flatMap(routedRanges);
  const pairs = [...within(direct, routed), ...within(routed, direct, true).map(([a, b]) => [b, a] as const)];
  return pairs.flatMap(([{ of: record, cidr }, { of: external, cidr: address }]) => {
    const shared = sharedNamespaces(record, external);
    if (shared.length === 0) return [];
    return [
      {
        constructPath: record.owner,
        problem: `range ${cidr} of a DirectHost cannot contain addresses of host ${external.host.name}, which has a route on the port`,
        got: { route: [...external.owners], addresses: address, namespaces: shared },
        allowed: 'ranges without the addresses of routes: a lockdown opens the ranges to every process',
        fix: `split ${cidr} into ranges without ${address}`,
      },
    ];
  });
}

function routedRanges(external: ExternalHost): readonly Range<ExternalHost>[] {
  return external.ports.flatMap(({ number, addresses = [], cidrs = [], isVirtual }) =>
    [...(isVirtual ? [] : addresses.map(rangeOfOne)), ...cidrs].map((cidr) => rangeOf(external, cidr, number)),
  );
}

function rangeOf<T>(of: T, cidr: string, port: number): Range<T> {
  return {
    of,
    cidr,
    keys: Cidr.parse(cidr)
      .enclosing()
      .map((text) => `${port} ${text}`),
  };
}

/** Returns the pairs of ranges of which the second is inside the first, or equal to the first. */
function within<A, B>(
  outer: readonly Range<A>[],
  inner: readonly Range<B>[],
  isSmaller = false,
): readonly (readonly [Range<A>, Range<B>])[] {
  const byRange = new Map<string, Range<A>[]>();
  for (const range of outer) addTo(byRange, range.keys[0] ?? '', range);
  return inner.flatMap((range) =>
    range.keys
      .slice(isSmaller ? 1 : 0)
      .flatMap((key) => (byRange.get(key) ?? []).map((around) => [around, range] as const)),
  );
}

/** Ranges that the lockdown of a gateway declares as inside the network: of pods, Services and nodes. */
function insideNetwork({ directHosts, gatewayLockdowns }: MeshModel): readonly Finding[] {
  const inside = [...new Set(gatewayLockdowns.all.flatMap(({ internalCidrs }) => internalCidrs))];
  return directHosts.all.flatMap(({ owner, cidrs }) =>
    cidrs.flatMap((cidr) =>
      inside
        .filter((internal) => Cidr.parse(internal).overlaps(Cidr.parse(cidr)))
        .map((internal) => ({
          constructPath: owner,
          problem: `cidrs of a DirectHost cannot contain addresses of ${internal}, which are inside the network`,
          got: cidr,
          allowed: 'ranges outside the internalCidrs of the GatewayLockdownPolicy',
          fix: `remove the addresses of ${internal} from cidrs, or the addresses of the hosts from internalCidrs`,
        })),
    ),
  );
}
