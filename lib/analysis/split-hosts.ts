/**
 * One host through several gateways, selected by the namespace of the client: for regions, or compliance zones.
 *
 * A proxy that sees two ServiceEntries of a host merges them, and one of two VirtualServices is lost. The gateway is a proxy too.
 * Therefore the objects for one gateway must be invisible to the other gateway and to the clients of the other gateway. All of this
 * follows from namespaces, because `exportTo` has no other granularity.
 */
import { ExportTo } from '../mesh/export-to';
import { ExternalHost } from '../mesh/external-host';
import { gatewayKey, maySharePods, sameGateway } from '../mesh/gateway';
import { HostClaim } from '../mesh/host-claim';
import { MeshModel } from '../mesh/mesh-model';
import { isForAnyAuthenticated } from '../mesh/source';
import { Analyzer, error, Finding, inBoth, pairsBy } from './analyzer';

/** A property of two claims that makes two gateways for one host impossible. */
interface Obstacle {
  readonly applies: (a: HostClaim, b: HostClaim) => boolean;
  readonly because: string;
  readonly fix: string;
}

const OBSTACLES: readonly Obstacle[] = [
  {
    applies: (a, b) => a.chart === b.chart || a.namespace === b.namespace,
    because: 'whose ServiceEntries would be one object of one chart or namespace',
    fix: 'give both routes the same gateway, or create them in two charts with different namespaces',
  },
  {
    applies: (a, b) => a.gateway.namespace === b.gateway.namespace,
    because: 'which are in one namespace, so that each sees what is exported to the other',
    fix: 'give both routes the same gateway, or run the gateways in different namespaces',
  },
  {
    applies: (a, b) => maySharePods(a.gateway, b.gateway),
    because: 'whose selectors may select the same pods: a Gateway object selects pods by label in every namespace',
    fix: 'give both routes the same gateway, or give the pods of the two gateways different labels (selector)',
  },
  {
    applies: (a, b) => [a, b].some(({ exportTo }) => exportTo === ExportTo.ALL),
    because: 'if one route is exported to all namespaces, whose proxies would use either route',
    fix:
      'give both routes the same gateway, or write exportTo: ExportTo.SOURCES and allowFrom with namespaces of its own on each ' +
      'route',
  },
];

/** Hosts through several gateways. */
export const SPLIT_HOSTS: readonly Analyzer[] = [
  error('EGR1006', 'A host has routes through two gateways that cannot be separated.', (mesh) =>
    splitClaims(mesh).flatMap(([earlier, later]) => {
      const obstacle = OBSTACLES.find(({ applies }) => applies(earlier, later));
      if (obstacle === undefined) return [];
      return [
        {
          constructPath: later.owner,
          problem: `${twoGateways(earlier, later)}, ${obstacle.because}`,
          got: { routes: [earlier.owner, later.owner] },
          allowed:
            'one gateway per host and client namespace: routes in charts and namespaces of their own, with exportTo: ' +
            'ExportTo.SOURCES, through gateways with namespaces and pods of their own',
          fix: obstacle.fix,
        },
      ];
    }),
  ),
  error('EGR1007', 'A namespace can see the routes of one host through two gateways.', (mesh) => {
    const externals = mesh.plan.externalHosts();
    return pairsBy(externals, ({ host }) => host.name).flatMap(([a, b]) => overlap(a, b));
  }),
];

/** Returns the pairs of claims of one host on two gateways. */
function splitClaims({ plan }: MeshModel): readonly (readonly [HostClaim, HostClaim])[] {
  return pairsBy(plan.sharedClaims, ({ host }) => host.name).filter(([a, b]) => !sameGateway(a.gateway, b.gateway));
}

function overlap(a: ExternalHost, b: ExternalHost): readonly Finding[] {
  const found = { constructPath: b.owners[0] ?? '', got: { routes: [...a.owners, ...b.owners] } };
  if (a.exportTo === undefined || b.exportTo === undefined) return [];
  if ([...a.ports, ...b.ports].some(({ access }) => isForAnyAuthenticated(access.sources))) {
    return [
      {
        ...found,
        problem: `${twoGateways(a, b)}, if one route allows anyAuthenticated()`,
        allowed: 'sources that are namespaces or service accounts, if a host has two gateways',
        fix: "write allowFrom: [EgressSource.namespace('payments')] with the client namespaces of each route",
      },
    ];
  }
  const shared = inBoth(a.exportTo, b.exportTo).join(', ');
  if (shared === '') return [];
  return [
    {
      ...found,
      problem: `${twoGateways(a, b)}, if ${shared} can see both routes`,
      allowed:
        'each client namespace in allowFrom of the routes through one gateway, and the namespace of a gateway in its own only',
      fix: `remove ${shared} from allowFrom of the routes through one of the gateways`,
    },
  ];
}

function twoGateways(a: Pick<HostClaim, 'host' | 'gateway'>, b: Pick<HostClaim, 'gateway'>): string {
  return `host ${a.host.name} cannot have routes through two gateways, ${gatewayKey(a.gateway)} and ${gatewayKey(b.gateway)}`;
}
