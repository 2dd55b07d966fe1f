/**
 * One host through several gateways, by the namespace of the client: for regions, or zones of compliance.
 *
 * A proxy that sees two ServiceEntries of a host takes one for both, and of two VirtualServices one is lost; the gateway is a proxy
 * too. So what is written for one gateway must be out of sight of the other and of its clients. All of that follows from the
 * namespaces alone, since these are what `exportTo` knows.
 */
import { ExternalHost } from './external-host';
import { GatewayFacts, gatewayKey, maySharePods } from './gateway-facts';
import { inBoth, pairsOf } from './gateway-pairs';
import { HostClaim } from './host-claim';
import { InputError } from './input-error';

/** What makes it impossible that two claims on a host go through two gateways. */
interface Obstacle {
  readonly stands: (a: HostClaim, b: HostClaim) => boolean;
  readonly because: string;
  readonly fix: string;
}

const OBSTACLES: readonly Obstacle[] = [
  {
    stands: (a, b) => a.chart === b.chart || a.namespace === b.namespace,
    because: 'and its service entries would be one object, of one chart or namespace',
    fix: 'give both routes the same gateway, or put them in two charts with different namespaces',
  },
  {
    stands: (a, b) => a.gateway.namespace === b.gateway.namespace,
    because: 'and both see what is exported to their one namespace',
    fix: 'give both routes the same gateway, or run the gateways in different namespaces',
  },
  {
    stands: (a, b) => maySharePods(a.gateway, b.gateway),
    because: 'and the pods of one may be those of the other: a gateway object selects them by label in every namespace',
    fix: 'give both routes the same gateway, or the pods of the two gateways different labels',
  },
  {
    stands: (a, b) => [a, b].some(({ visibility }) => visibility === 'everyone'),
    because: 'and whoever sees both routes is sent through either',
    fix:
      'give both routes the same gateway, or each allowFrom with namespaces of its own and exportTo: ' +
      'ExportTo.SOURCES_UNDER_LOCKDOWN or ExportTo.SOURCES_UNDER_REGISTRY_ONLY',
  },
];

const ALLOWED =
  'one gateway per host and namespace of clients: routes in charts and namespaces of their own, exported to their sources, ' +
  'through gateways with namespaces and pods of their own';

/**
 * Refuses two claims on one host through two gateways, where no sources could keep them apart.
 *
 * @throws InputError; the message names both owners
 */
export function refuseSplit(earlier: HostClaim, later: HostClaim): void {
  const obstacle = OBSTACLES.find(({ stands }) => stands(earlier, later));
  if (obstacle === undefined) return;
  throw new InputError({
    problem: `${twoGateways(earlier, later)}, ${obstacle.because}`,
    got: [earlier.owner, later.owner],
    allowed: ALLOWED,
    fix: obstacle.fix,
  });
}

/**
 * What is wrong with hosts that leave through a gateway and through others, once all sources are known: in words, each with its fix.
 * Two gateways have one problem, which the first of them by name is told.
 *
 * @param externals all hosts of the mesh
 */
export function splitProblems(gateway: GatewayFacts, externals: readonly ExternalHost[]): readonly string[] {
  return pairsOf(gateway, externals, ({ host }) => host.name).flatMap(([mine, other]) => problemOf(mine, other) ?? []);
}

function problemOf(a: ExternalHost, b: ExternalHost): string | undefined {
  const got = [...a.owners, ...b.owners];
  if (isForAnyone(a) || isForAnyone(b)) {
    return new InputError({
      problem: `${twoGateways(a, b)}, and anyone() may use one of them`,
      got,
      allowed: 'sources that are namespaces or service accounts, where a host leaves through two gateways',
      fix: 'name the namespaces in allowFrom',
    }).message;
  }
  const both = inBoth(a.exportTo, b.exportTo);
  if (both.length === 0) return undefined;
  return new InputError({
    problem: `${twoGateways(a, b)}, and both ways are seen in ${both.join(', ')}`,
    got,
    allowed: 'each namespace among the sources of one gateway only, and that of a gateway among its own only',
    fix: `name ${both.join(', ')} in allowFrom of the routes through one gateway only; where a gateway lives, through that`,
  }).message;
}

function isForAnyone({ ports }: ExternalHost): boolean {
  return ports.some(({ access: { sources } }) => sources.some(({ kind }) => kind === 'anyone'));
}

function twoGateways(a: Pick<HostClaim, 'host' | 'gateway'>, b: Pick<HostClaim, 'gateway'>): string {
  return `host ${a.host.name} is routed through two gateways, ${gatewayKey(a.gateway)} and ${gatewayKey(b.gateway)}`;
}
