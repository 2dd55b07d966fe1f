import { compare } from '../input/compare';
import { Host } from '../host/host';
import { Operation } from '../http/operation';
import { addTo } from '../input/group-by';
import { Access } from './access';
import { AccessGrants } from './access-grants';
import { isMatchedByInnerSni } from './egress-proxy';
import { ExportTo } from './export-to';
import { ExternalHost, isGatewayPassthrough } from './external-host';
import { GatewayModel, gatewayKey, sameGateway } from './gateway';
import { HostClaim } from './host-claim';
import { mergeMetadata } from './object-metadata';
import { RouteThrough } from './route-through';
import { sortedByOwner } from './sorted-by-owner';
import { namespacesOf, Source } from './source';
import { exceptionsOf } from './wildcard-exceptions';

/** Every host with all claims merged. */
interface MergedHosts {
  /** Sorted by name and gateway. */
  readonly all: readonly ExternalHost[];
  /** By name; a host that leaves through several gateways has one entry for each gateway. */
  readonly byName: ReadonlyMap<string, readonly ExternalHost[]>;
}

/**
 * Every external host of a mesh. Routes claim hosts and ports, and add sources and operations; the plan merges the claims of one
 * host. The checks of `analysis/` detect claims that conflict.
 *
 * The claims of a host on one gateway become one ServiceEntry and one VirtualService: Istio's behavior is undefined for two
 * VirtualServices of one host on `mesh` (IST0109), and two ServiceEntries with different ports break each other (IST0177). The
 * claims of a host on two gateways become two of each, and no proxy may see both (`analysis/split-hosts.ts`).
 */
export class EgressPlan {
  private readonly byHost = new Map<string, readonly HostClaim[]>();
  private readonly grants = new AccessGrants();
  /** The names below each domain, at every depth. */
  private readonly belowDomain = new Map<string, string[]>();
  private readonly egressProxies = new Set<string>();
  private readonly gatewayByOwner = new Map<string, string>();
  /** The routes whose bytes their gateway passes through. */
  private readonly passthroughRoutes = new Set<string>();
  /** The gateways with a route that has sources or operations. */
  private readonly restrictedGateways = new Set<string>();
  /** The gateways with such a route whose bytes they pass through. */
  private readonly restrictedPassthroughs = new Set<string>();
  /** The merged hosts; undefined after a change. */
  private merged?: MergedHosts | undefined;
  /** The claims; undefined after a change. */
  private claimList?: readonly HostClaim[] | undefined;
  /** The routes; undefined after a change. */
  private routeList?: readonly RouteThrough[] | undefined;

  /** @param changed called after each change */
  public constructor(private readonly changed: () => void = () => undefined) {}

  /** Adds the claims of one route. */
  public addClaims(claims: readonly HostClaim[]): void {
    for (const claim of claims) {
      const { name } = claim.host;
      this.gatewayByOwner.set(claim.owner, gatewayKey(claim.gateway));
      if (claim.ports.some(isGatewayPassthrough)) this.passthroughRoutes.add(claim.owner);
      if (!this.byHost.has(name)) {
        for (const domain of claim.host.parentDomains()) addTo(this.belowDomain, domain, name);
      }
      this.byHost.set(name, sortedByOwner([...this.claimsOf(name), claim]));
    }
    const [first] = claims;
    if (first !== undefined) this.noteRestriction(first.owner);
    this.noteChange();
  }

  /** Adds allowed sources to a route. Returns whether its hosts may need further objects, which depend on the kinds of sources. */
  public allowFrom(owner: string, sources: readonly Source[]): boolean {
    const hasNewKind = this.grants.addSources(owner, sources);
    this.noteAccess(owner);
    return hasNewKind;
  }

  /** Adds allowed operations to a route. */
  public allowOperations(owner: string, operations: readonly Operation[]): void {
    this.grants.addOperations(owner, operations);
    this.noteAccess(owner);
  }

  /** Declares that sidecars send requests for unknown hosts to a gateway, which then also matches hosts by the inner SNI. */
  public addEgressProxy(gateway: GatewayModel): void {
    this.egressProxies.add(gatewayKey(gateway));
    this.noteChange();
  }

  /** Returns whether sidecars send requests for unknown hosts to a gateway. */
  public isEgressProxy(gateway: GatewayModel): boolean {
    return this.egressProxies.has(gatewayKey(gateway));
  }

  /** Returns whether a route through a gateway has sources or operations. */
  public isRestrictedGateway(gateway: GatewayModel): boolean {
    return this.restrictedGateways.has(gatewayKey(gateway));
  }

  /** Returns whether a route for TLS or TCP through a gateway has sources. */
  public isRestrictedPassthrough(gateway: GatewayModel): boolean {
    return this.restrictedPassthroughs.has(gatewayKey(gateway));
  }

  /** Returns the sources and operations of a route. */
  public accessOf(owner: string): Access {
    return this.grants.accessOf(owner);
  }

  /** Every claim, sorted by host and route. */
  public get claims(): readonly HostClaim[] {
    this.claimList ??= [...this.byHost.keys()].sort().flatMap((host) => this.claimsOf(host));
    return this.claimList;
  }

  /** Every claim for a host that several routes claim, sorted by host and route. */
  public get sharedClaims(): readonly HostClaim[] {
    return this.claims.filter(({ host }) => this.claimsOf(host.name).length > 1);
  }

  /** Returns the claims of one host, sorted by route. */
  public claimsOf(host: string): readonly HostClaim[] {
    return this.byHost.get(host) ?? [];
  }

  /** Every route; a route occurs once for each of its hosts. */
  public get routes(): readonly RouteThrough[] {
    this.routeList ??= this.claims.map(({ owner, gateway, host, exportTo, ports }) => ({
      owner,
      gateway: gatewayKey(gateway),
      host: host.name,
      exportTo,
      access: this.accessOf(owner),
      ports,
    }));
    return this.routeList;
  }

  /** Returns the routes through a gateway; a route occurs once for each of its hosts. */
  public routesThrough(gateway: string): readonly RouteThrough[] {
    return this.routes.filter((route) => route.gateway === gateway);
  }

  /** Returns every host, sorted by name; a host that leaves through several gateways occurs once for each gateway. */
  public externalHosts(): readonly ExternalHost[] {
    this.merged ??= this.mergeAll();
    return this.merged.all;
  }

  /** Merges all claims for a host on one gateway. The result does not depend on the order of the claims. */
  public externalHost(host: Host, through: GatewayModel): ExternalHost {
    const merged = this.merged?.byName.get(host.name)?.find(({ gateway }) => sameGateway(gateway, through));
    return merged ?? this.withRelatedHosts(this.mergeClaims(host, through), (name) => this.mergeHost(name));
  }

  private noteAccess(owner: string): void {
    this.noteRestriction(owner);
    this.noteChange();
  }

  private noteRestriction(owner: string): void {
    const gateway = this.gatewayByOwner.get(owner);
    if (gateway === undefined || !this.grants.isRestricted(owner)) return;
    this.restrictedGateways.add(gateway);
    if (this.passthroughRoutes.has(owner)) this.restrictedPassthroughs.add(gateway);
  }

  private noteChange(): void {
    this.merged = undefined;
    this.claimList = undefined;
    this.routeList = undefined;
    this.changed();
  }

  /** Merges the claims of all hosts, in the order of their names. */
  private mergeAll(): MergedHosts {
    const names = [...this.byHost.keys()].sort();
    const single = new Map(names.map((name) => [name, this.mergeHost(name)]));
    const related = (external: ExternalHost): ExternalHost =>
      this.withRelatedHosts(external, (name) => single.get(name) ?? []);
    const byName = new Map([...single].map(([name, externals]) => [name, externals.map(related)]));
    return { all: [...byName.values()].flat(), byName };
  }

  /** Merges the claims of one host, in the order of gateways. */
  private mergeHost(name: string): readonly ExternalHost[] {
    const firsts = new Map([...this.claimsOf(name)].reverse().map((claim) => [gatewayKey(claim.gateway), claim]));
    const byGateway = [...firsts].sort(([a], [b]) => compare(a, b));
    return byGateway.map(([, { host, gateway }]) => this.mergeClaims(host, gateway));
  }

  /** Adds to a host what depends on other hosts: the exceptions of a wildcard, and whether the inner SNI identifies the host. */
  private withRelatedHosts(external: ExternalHost, hostsOf: (name: string) => readonly ExternalHost[]): ExternalHost {
    const { isWildcard, domain, name } = external.host;
    const inDomain = isWildcard ? [domain, name, ...(this.belowDomain.get(domain) ?? [])] : [];
    const below = inDomain.sort().flatMap(hostsOf);
    const wildcardExceptions = exceptionsOf(external, below);
    const matchedByInnerSni = this.isEgressProxy(external.gateway) && isMatchedByInnerSni(external, below);
    return {
      ...external,
      ...(wildcardExceptions.length > 0 && { wildcardExceptions }),
      ...(matchedByInnerSni && { matchedByInnerSni }),
    };
  }

  private mergeClaims(host: Host, through: GatewayModel): ExternalHost {
    const key = gatewayKey(through);
    const claims = this.claimsOf(host.name).filter(({ gateway }) => gatewayKey(gateway) === key);
    const [first] = claims;
    if (first === undefined) throw new Error(`no route claims ${host.name} through ${key}`);
    const { namespace, gateway, exportTo, resolution, upstreamProxy } = first;
    const ports = claims.flatMap(({ owner, ports }) => {
      const access = this.accessOf(owner);
      // Object.assign, since V8 gives every object of a spread that is followed by a property a shape of its own.
      return ports.map((port) => Object.assign({}, port, { access }));
    });
    return {
      owners: claims.map(({ owner }) => owner),
      host,
      namespace,
      gateway,
      metadata: mergeMetadata(claims.map(({ metadata }) => metadata)),
      ...(resolution && { resolution }),
      ...(upstreamProxy && { upstreamProxy }),
      ports: ports.sort((a, b) => a.number - b.number),
      ...(exportTo === ExportTo.SOURCES && { exportTo: this.sourceNamespaces(claims, gateway.namespace) }),
    };
  }

  private sourceNamespaces(claims: readonly HostClaim[], gateway: string): readonly string[] {
    const sources = claims.flatMap(({ owner }) => this.accessOf(owner).sources);
    return [...new Set([gateway, ...namespacesOf(sources)])].sort();
  }
}
