import { domainsAbove } from '../host/dns-name';
import { addTo } from '../input/group-by';
import { ExternalHost, isForRanges } from './external-host';
import { cidrsServiceHost, GatewayModel, sameGateway, serviceHost } from './gateway';
import { entriesOf } from './host-entry';
import { isForAnyAuthenticated, namespacesOf } from './source';

/** Hosts by the namespaces that their routes are open to, and by the wildcards that cover them. */
interface HostIndex {
  /** The hosts that are open to every namespace. */
  readonly open: readonly ExternalHost[];
  /** The other hosts, by each namespace of their sources. */
  readonly byNamespace: ReadonlyMap<string, readonly ExternalHost[]>;
  /** The ServiceEntries of each host, as namespace and host. */
  readonly entries: ReadonlyMap<ExternalHost, readonly (readonly [string, string])[]>;
  /** The hosts below each domain of a wildcard. */
  readonly belowDomain: ReadonlyMap<string, readonly ExternalHost[]>;
}

/** Each list of hosts is indexed once, for the Sidecars of all namespaces. */
const indexes = new WeakMap<readonly ExternalHost[], HostIndex>();

/**
 * Returns the hosts of other namespaces that the sidecars of a namespace import for the routes that are open to the namespace, as
 * `namespace/host`, sorted: the hosts, every host below an imported wildcard, and the Services of the gateways.
 *
 * @param egressProxy the gateway that receives unknown hosts; hosts that the gateway identifies by the inner SNI are not imported
 */
export function importsOf(
  namespace: string,
  externals: readonly ExternalHost[],
  egressProxy?: GatewayModel,
): readonly string[] {
  const index = indexes.get(externals) ?? indexOf(externals);
  indexes.set(externals, index);
  const candidates = [...index.open, ...(index.byNamespace.get(namespace) ?? [])];
  const open = candidates.filter((external) => !isUnknownTo(egressProxy, external));
  // A sidecar that imports a wildcard and not a host below the wildcard would route the host as the wildcard.
  const wildcards = open.filter(({ host }) => host.isWildcard);
  const below = wildcards.flatMap(({ host }) => index.belowDomain.get(host.domain) ?? []);
  const imported = [...new Set([...open, ...below])];
  const gateways = [...imported.map(({ gateway }) => gateway), ...(egressProxy ? [egressProxy] : [])];
  const hosts = [
    ...imported.flatMap((external) => index.entries.get(external) ?? []),
    ...[...new Set(gateways)].map((gateway) => [gateway.namespace, serviceHost(gateway)]),
    ...[...new Set(imported.filter(isForRanges).map(({ gateway }) => gateway))].map((gateway) => [
      gateway.namespace,
      cidrsServiceHost(gateway),
    ]),
  ];
  const others = hosts.filter(([of]) => of !== namespace).map((parts) => parts.join('/'));
  return [...new Set(others)].sort();
}

/**
 * Removes the hosts that another entry of a Sidecar covers: `default/a.example.com` beside `default/*.example.com` or `default/*`.
 *
 * @param entries `namespace/host`
 */
export function withoutCovered(entries: readonly string[]): readonly string[] {
  const all = new Set(entries);
  return [...all].filter((entry) => {
    const slash = entry.indexOf('/');
    const namespace = entry.slice(0, slash);
    const host = entry.slice(slash + 1);
    const covering = ['*', ...domainsAbove(host.replace(/^\*\./, '')).map((domain) => `*.${domain}`)];
    return host === '*' || !covering.some((each) => all.has(`${namespace}/${each}`));
  });
}

function indexOf(externals: readonly ExternalHost[]): HostIndex {
  const wildcards = new Set(externals.flatMap(({ host }) => (host.isWildcard ? [host.domain] : [])));
  const open: ExternalHost[] = [];
  const byNamespace = new Map<string, ExternalHost[]>();
  const belowDomain = new Map<string, ExternalHost[]>();
  const entries = new Map<ExternalHost, readonly (readonly [string, string])[]>();
  for (const external of externals) {
    entries.set(
      external,
      entriesOf(external).map(({ name }) => [external.namespace, name.name] as const),
    );
    const namespaces = namespacesOpenTo(external);
    if (namespaces === undefined) open.push(external);
    for (const namespace of namespaces ?? []) addTo(byNamespace, namespace, external);
    for (const domain of external.host.parentDomains()) {
      if (wildcards.has(domain)) addTo(belowDomain, domain, external);
    }
  }
  return { open, byNamespace, belowDomain, entries };
}

/** Returns the namespaces that a host is open to; undefined for every namespace. */
function namespacesOpenTo({ ports }: ExternalHost): readonly string[] | undefined {
  const sources = ports.map(({ access }) => access.sources);
  const isOpen = sources.some((each) => each.length === 0 || isForAnyAuthenticated(each));
  return isOpen ? undefined : namespacesOf(sources.flat());
}

function isUnknownTo(egressProxy: GatewayModel | undefined, { matchedByInnerSni, gateway }: ExternalHost): boolean {
  return matchedByInnerSni === true && egressProxy !== undefined && sameGateway(gateway, egressProxy);
}
