import { ClaimedPort, isOpaque } from './external-host';
import { GatewayFacts } from './gateway';
import { Host } from '../host/host';
import { InputError } from '../input/input-error';
import { sameWildcard, Wildcard } from '../host/wildcard-target';

/** Who sees a host's ServiceEntry and VirtualService: the whole mesh, or the gateway and the namespaces of the sources. */
export type Visibility = 'everyone' | 'sources';

/** What one route says of one host. */
export interface HostClaim {
  /** Path of the construct that says it. */
  readonly owner: string;
  /** Path of the chart that the host's objects are written to. */
  readonly chart: string;
  readonly namespace: string;
  readonly gateway: GatewayFacts;
  readonly host: Host;
  readonly ports: readonly ClaimedPort[];
  readonly visibility: Visibility;
  readonly wildcard?: Wildcard;
}

/**
 * Refuses two claims on one host through one gateway that exclude each other: they are written as one ServiceEntry and one
 * VirtualService.
 *
 * @throws InputError; the message names both owners
 */
export function refuseConflict(earlier: HostClaim, later: HostClaim): void {
  const refuse: Refuse = (problem, allowed, fix) => {
    throw new InputError({ problem, got: [earlier.owner, later.owner], allowed, fix });
  };
  const host = later.host.name;
  const difference = DIFFERENCES.find(({ same }) => !same(earlier, later));
  if (difference !== undefined) refuse(`host ${host} ${difference.problem}`, difference.allowed, difference.fix);
  for (const mine of later.ports) {
    for (const theirs of earlier.ports) refusePorts(host, theirs, mine, refuse);
  }
}

/** Refuses both claims: what is wrong with them, what is allowed, and what to do about it. */
type Refuse = (problem: string, allowed: string, fix: string) => never;

/** What all claims on a host say alike. */
const DIFFERENCES = [
  {
    same: (a: HostClaim, b: HostClaim) => a.chart === b.chart,
    problem: 'is routed in two charts',
    allowed: 'one chart per host: its service entry and virtual service are written once',
    fix: 'put both routes in one chart; manifests for another cluster belong in an app of their own',
  },
  {
    same: (a: HostClaim, b: HostClaim) => a.visibility === b.visibility,
    problem: 'is exported in two ways',
    allowed: 'one exportTo per host: its service entry and virtual service are shared by its routes',
    fix: 'give both routes the same exportTo',
  },
  {
    same: (a: HostClaim, b: HostClaim) => sameWildcard(a.wildcard, b.wildcard),
    problem: 'has two targets',
    allowed: 'one wildcardTarget per wildcard: its service entry is shared by its routes',
    fix: 'give both routes the same wildcardTarget',
  },
];

function refusePorts(host: string, theirs: ClaimedPort, mine: ClaimedPort, refuse: Refuse): void {
  if (mine.number === theirs.number) {
    refuse(
      `host ${host} port ${mine.number} is claimed twice`,
      'one route per host and port',
      'remove the host or the port from one of the two routes',
    );
  }
  if (mine.way === 'gateway' && theirs.way === 'gateway' && isOpaque(mine) === isOpaque(theirs)) {
    const protocols = [...new Set([theirs.protocol, mine.protocol])].join(' and ');
    refuse(
      `host ${host} has two ${protocols} ports, ${theirs.number} and ${mine.number}, on one gateway port`,
      `one ${isOpaque(mine) ? 'tls or tcp' : 'http'} port per host: behind the gateway's port they cannot be told apart`,
      'route one of the ports, or use a second gateway for a second name of the host',
    );
  }
}
