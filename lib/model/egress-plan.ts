import { ExternalHost, ExternalPort } from './external-host';
import { GatewayFacts } from './gateway-facts';
import { Host } from './host';
import { InputError } from './input-error';

/** What one route says of one host. */
export interface HostClaim {
  /** Path of the construct that says it. */
  readonly owner: string;
  /** Path of the chart that the host's objects are written to. */
  readonly chart: string;
  readonly namespace: string;
  readonly gateway: GatewayFacts;
  readonly host: Host;
  readonly ports: readonly ExternalPort[];
}

/**
 * Every external host of a mesh with its one owner: the routes claim hosts and ports, the plan puts the claims on one host
 * together and finds those that exclude each other.
 *
 * One host ends in one ServiceEntry and one VirtualService, since two VirtualServices for one host on `mesh` are undefined
 * behaviour to Istio (IST0109) and two ServiceEntries with different ports break each other (IST0177).
 */
export class EgressPlan {
  private readonly claims = new Map<string, HostClaim[]>();
  private readonly usedGateways = new Set<string>();

  /**
   * Adds a claim.
   *
   * @throws InputError when an earlier claim excludes it; the message names both owners
   */
  public claim(claim: HostClaim): void {
    const earlier = this.claims.get(claim.host.name) ?? [];
    for (const other of earlier) refuseConflict(other, claim);
    this.claims.set(claim.host.name, [...earlier, claim]);
    this.usedGateways.add(gatewayKey(claim.gateway));
  }

  /** Whether any route goes through this gateway. */
  public hasRoutes(gateway: GatewayFacts): boolean {
    return this.usedGateways.has(gatewayKey(gateway));
  }

  /** All that was said of a host so far; the same whatever the order of the claims. */
  public externalHost(host: Host): ExternalHost {
    const claims = this.claims.get(host.name) ?? [];
    const first = claims[0];
    if (first === undefined) throw new Error(`no route claims ${host.name}`);
    const ports = claims.flatMap((claim) => claim.ports);
    return {
      host,
      namespace: first.namespace,
      gateway: first.gateway,
      ports: ports.sort((a, b) => a.number - b.number),
    };
  }
}

function gatewayKey(gateway: GatewayFacts): string {
  return `${gateway.namespace}/${gateway.serviceName}`;
}

function refuseConflict(earlier: HostClaim, later: HostClaim): void {
  const refuse = (problem: string, allowed: string, fix: string): never => {
    throw new InputError({ problem, got: [earlier.owner, later.owner], allowed, fix });
  };
  const host = later.host.name;
  if (gatewayKey(earlier.gateway) !== gatewayKey(later.gateway)) {
    refuse(
      `host ${host} is routed through two gateways, ${gatewayKey(earlier.gateway)} and ${gatewayKey(later.gateway)}`,
      'one gateway per host: istio keeps one virtual service per host and mesh',
      'give both routes the same gateway; manifests for another cluster belong in an app of their own',
    );
  }
  if (earlier.chart !== later.chart) {
    refuse(
      `host ${host} is routed in two charts`,
      'one chart per host: its service entry and virtual service are written once',
      'put both routes in one chart; manifests for another cluster belong in an app of their own',
    );
  }
  for (const mine of later.ports) {
    for (const theirs of earlier.ports) refusePorts(host, theirs, mine, refuse);
  }
}

function refusePorts(
  host: string,
  theirs: ExternalPort,
  mine: ExternalPort,
  refuse: (problem: string, allowed: string, fix: string) => never,
): void {
  if (mine.number === theirs.number) {
    refuse(
      `host ${host} port ${mine.number} is claimed twice`,
      'one route per host and port',
      'remove the host or the port from one of the two routes',
    );
  }
  if (mine.way === 'gateway' && theirs.way === 'gateway' && mine.protocol === theirs.protocol) {
    refuse(
      `host ${host} has two ${mine.protocol} ports, ${theirs.number} and ${mine.number}, on one gateway port`,
      `one ${mine.protocol} port per host: behind the gateway's port they cannot be told apart`,
      'route one of the ports, or use a second gateway for a second name of the host',
    );
  }
}
