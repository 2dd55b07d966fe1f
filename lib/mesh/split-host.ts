/**
 * One host through several gateways, by the namespace of the client: for regions, or zones of compliance.
 *
 * A proxy that sees two ServiceEntries of a host takes one for both, and of two VirtualServices one is lost; the gateway is a proxy
 * too. So what is written for one gateway must be out of sight of the other and of its clients. All of that follows from the
 * namespaces alone, since these are what `exportTo` knows.
 */
import { gatewayKey, maySharePods } from './gateway';
import { HostClaim } from './host-claim';
import { InputError } from '../input/input-error';

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

/** Names the two gateways of a host, as the beginning of an error. */
export function twoGateways(a: Pick<HostClaim, 'host' | 'gateway'>, b: Pick<HostClaim, 'gateway'>): string {
  return `host ${a.host.name} is routed through two gateways, ${gatewayKey(a.gateway)} and ${gatewayKey(b.gateway)}`;
}
