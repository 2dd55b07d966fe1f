import { Access, OPEN } from './access';
import { RouteThrough } from '../mesh/route-through';
import { AddressRegistry } from './address-registry';
import { isToldByInnerName } from './egress-proxy';
import { ExternalHost } from './external-host';
import { GatewayFacts, gatewayKey, maySharePolicies, sameGateway } from './gateway';
import { Host } from '../host/host';
import { HostClaim, refuseConflict } from './host-claim';
import { distinctOperations, Operation } from '../http/operation';
import { distinctSources, Source } from './source';
import { refuseSplit } from './split-host';
import { exceptionsOf } from './wildcard-exceptions';

/**
 * Every external host of a mesh: the routes claim hosts and ports and say who may use them; the plan puts together what was said
 * of one host and finds what excludes each other.
 *
 * One host through one gateway ends in one ServiceEntry and one VirtualService, since two VirtualServices for one host on `mesh`
 * are undefined behaviour to Istio (IST0109) and two ServiceEntries with different ports break each other (IST0177). Through two
 * gateways it ends in two of each, of which no proxy may see both (`split-host.ts`).
 */
export class EgressPlan {
  private readonly byHost = new Map<string, HostClaim[]>();
  private readonly byOwner = new Map<string, Access>();
  private readonly addresses = new AddressRegistry();
  /** The names in each domain, at whatever depth, itself included. */
  private readonly byDomain = new Map<string, Set<string>>();
  /** Every host, until more is said. */
  private complete?: readonly ExternalHost[];
  private readonly catchAlls = new Set<string>();

  /**
   * Adds a claim.
   *
   * @throws InputError when an earlier claim excludes it; the message names both owners
   */
  public claim(claim: HostClaim): void {
    const earlier = this.byHost.get(claim.host.name) ?? [];
    for (const other of earlier) {
      if (sameGateway(other.gateway, claim.gateway)) refuseConflict(other, claim);
      else refuseSplit(other, claim);
    }
    this.addresses.add(claim);
    this.byHost.set(claim.host.name, [...earlier, claim]);
    for (const domain of domainsOf(claim.host)) {
      this.byDomain.set(domain, (this.byDomain.get(domain) ?? new Set()).add(claim.host.name));
    }
    this.complete = undefined;
  }

  /** A route says who may use it, beside those of whom it has said so. */
  public allowFrom(owner: string, sources: readonly Source[]): void {
    const access = this.accessOf(owner);
    this.byOwner.set(owner, { ...access, sources: distinctSources([...access.sources, ...sources]) });
    this.complete = undefined;
  }

  /** A route says what its sources may do, beside what it has said. */
  public allow(owner: string, operations: readonly Operation[]): void {
    const access = this.accessOf(owner);
    this.byOwner.set(owner, { ...access, operations: distinctOperations([...access.operations, ...operations]) });
    this.complete = undefined;
  }

  /** Sidecars send what they do not know to a gateway: it tells hosts also by what is inside. */
  public catchAll(gateway: GatewayFacts): void {
    this.catchAlls.add(gatewayKey(gateway));
    this.complete = undefined;
  }

  private accessOf(owner: string): Access {
    return this.byOwner.get(owner) ?? OPEN;
  }

  /** The routes through a gateway, with what each says of who may use it; a route stands there once for each of its hosts. */
  public routesThrough(gateway: GatewayFacts): readonly RouteThrough[] {
    return this.routesWhere((other) => sameGateway(other, gateway));
  }

  /** The same of other gateways on whose pods a policy of this one is in force, and the other way round. */
  public routesBeside(gateway: GatewayFacts): readonly RouteThrough[] {
    return this.routesWhere((other) => !sameGateway(other, gateway) && maySharePolicies(other, gateway));
  }

  /** Every host, by name; one that leaves through several gateways stands there once for each, by gateway. */
  public externalHosts(): readonly ExternalHost[] {
    this.complete ??= this.saidOf([...this.byHost.keys()].sort()).map((external) => this.amongOthers(external));
    return this.complete;
  }

  /** All that was said so far of a host through a gateway; the same whatever the order of the claims. */
  public externalHost(host: Host, through: GatewayFacts): ExternalHost {
    return this.amongOthers(this.said(host, through));
  }

  /** What was said of hosts with these names, in their order, and of one by gateway. */
  private saidOf(names: readonly string[]): readonly ExternalHost[] {
    return names.flatMap((name) => {
      const claims = this.byHost.get(name) ?? [];
      const firsts = new Map([...claims].reverse().map((claim) => [gatewayKey(claim.gateway), claim]));
      const byGateway = [...firsts].sort(([a], [b]) => (a < b ? -1 : 1));
      return byGateway.map(([, { host, gateway }]) => this.said(host, gateway));
    });
  }

  /** What the other hosts make of one: a wildcard has exceptions where they lie below it. */
  private amongOthers(external: ExternalHost): ExternalHost {
    const { isWildcard, domain } = external.host;
    const all = isWildcard ? this.saidOf([...(this.byDomain.get(domain) ?? [])].sort()) : [];
    const apart = exceptionsOf(external, all);
    const told = this.catchAlls.has(gatewayKey(external.gateway)) && isToldByInnerName(external, all);
    return { ...external, ...(apart.length > 0 && { apart }), ...(told && { toldByInnerName: true }) };
  }

  private said(host: Host, through: GatewayFacts): ExternalHost {
    const claims = (this.byHost.get(host.name) ?? []).filter((claim) => sameGateway(claim.gateway, through));
    const [first] = claims;
    if (first === undefined) throw new Error(`no route claims ${host.name} through ${gatewayKey(through)}`);
    const { namespace, gateway, visibility, wildcard } = first;
    const ports = claims.flatMap(({ owner, ports }) =>
      ports.map((port) => ({ ...port, access: this.accessOf(owner) })),
    );
    return {
      owners: claims.map(({ owner }) => owner).sort(),
      host,
      namespace,
      gateway,
      ...(wildcard && { wildcard }),
      ports: ports.sort((a, b) => a.number - b.number),
      ...(visibility === 'sources' && { exportTo: this.namespacesThatMay(claims, gateway.namespace) }),
    };
  }

  private routesWhere(through: (gateway: GatewayFacts) => boolean): readonly RouteThrough[] {
    const claims = [...this.byHost.values()].flat().filter(({ gateway }) => through(gateway));
    return claims.map(({ owner, gateway, visibility, ports }) => ({
      owner,
      gateway: gatewayKey(gateway),
      visibility,
      access: this.accessOf(owner),
      lends: ports.some(({ origination }) => origination?.mode === 'MUTUAL'),
    }));
  }

  private namespacesThatMay(claims: readonly HostClaim[], gateway: string): readonly string[] {
    const sources = claims.flatMap(({ owner }) => this.accessOf(owner).sources);
    const namespaces = sources.flatMap((source) => (source.kind === 'anyone' ? [] : [source.namespace]));
    return [...new Set([gateway, ...namespaces])].sort();
  }
}

/** The domains that a host is in: `b.c.com` is in `b.c.com`, `c.com` and `com`. */
function domainsOf({ domain }: Host): readonly string[] {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
