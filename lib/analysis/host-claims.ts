import { sameWildcard } from '../host/wildcard';
import { ClaimedPort, isPassthrough } from '../mesh/external-host';
import { sameGateway } from '../mesh/gateway';
import { HostClaim } from '../mesh/host-claim';
import { MeshModel } from '../mesh/mesh-model';
import { Analyzer, error, Finding, FindingText, pairsBy } from './analyzer';

/**
 * Conflicts between routes to one host on one gateway. The routes share one ServiceEntry and one VirtualService, so that every
 * property of these objects has one value.
 */
export const HOST_CLAIMS: readonly Analyzer[] = [
  error('EGR1001', 'Two routes claim one port of a host.', (mesh) => conflictsIn(mesh, samePort)),
  error('EGR1002', 'A host has two ports that the gateway cannot distinguish.', (mesh) =>
    conflictsIn(mesh, sameServer),
  ),
  error('EGR1003', 'A host has routes in two charts.', (mesh) =>
    conflictsIn(mesh, (earlier, later) =>
      earlier.chart === later.chart
        ? []
        : [
            {
              problem: `host ${later.host.name} cannot have routes in two charts`,
              allowed: 'one chart per host and gateway: the ServiceEntry and the VirtualService are written once',
              fix: `create both routes in ${earlier.chart}, or give each cluster its own EgressMesh`,
            },
          ],
    ),
  ),
  error('EGR1004', 'Routes of one host have different `exportTo`.', (mesh) =>
    conflictsIn(mesh, (earlier, later) =>
      earlier.exportTo === later.exportTo
        ? []
        : [
            {
              problem: `routes of host ${later.host.name} must have the same exportTo`,
              allowed: 'one exportTo per host: its routes share a ServiceEntry and a VirtualService',
              fix: `write exportTo: ExportTo.${earlier.exportTo} on both routes`,
            },
          ],
    ),
  ),
  error('EGR1005', 'Routes of one wildcard have different targets.', (mesh) =>
    conflictsIn(mesh, (earlier, later) =>
      sameWildcard(earlier.wildcard, later.wildcard)
        ? []
        : [
            {
              problem: `routes of host ${later.host.name} must have the same wildcardTarget`,
              allowed: 'one wildcardTarget per wildcard: its routes share a ServiceEntry',
              fix: 'write the same wildcardTarget on both routes',
            },
          ],
    ),
  ),
  error('EGR1010', 'Routes of one host set different values for one label or annotation.', (mesh) =>
    conflictsIn(mesh, differentMetadata),
  ),
];

function conflictsIn(
  mesh: MeshModel,
  conflictsOf: (earlier: HostClaim, later: HostClaim) => readonly FindingText[],
): Finding[] {
  return pairsBy(mesh.plan.sharedClaims, ({ host }) => host.name).flatMap(([earlier, later]) => {
    if (!sameGateway(earlier.gateway, later.gateway)) return [];
    return conflictsOf(earlier, later).map((conflict) => ({
      constructPath: later.owner,
      ...conflict,
      got: { routes: [earlier.owner, later.owner] },
    }));
  });
}

function samePort(earlier: HostClaim, later: HostClaim): readonly FindingText[] {
  const claimed = earlier.ports.map(({ number }) => number);
  return later.ports
    .filter(({ number }) => claimed.includes(number))
    .map(({ number }) => ({
      problem: `host ${later.host.name} port ${number} cannot be claimed by two routes`,
      allowed: 'one route per host and port',
      fix:
        `remove the host from one of the routes; to let more sources use ${earlier.owner}, write ` +
        'allowFrom with the sources of both, or call route.allowFrom(...)',
    }));
}

function sameServer(earlier: HostClaim, later: HostClaim): readonly FindingText[] {
  const throughGateway = ({ ports }: HostClaim): readonly ClaimedPort[] =>
    ports.filter(({ routing }) => routing === 'gateway');
  return throughGateway(later).flatMap((mine) =>
    throughGateway(earlier).flatMap((theirs) => {
      if (mine.number === theirs.number || isPassthrough(mine) !== isPassthrough(theirs)) return [];
      const protocols = [...new Set([theirs.protocol, mine.protocol])].join(' and ');
      return [
        {
          problem: `host ${later.host.name} cannot have two ${protocols} ports, ${theirs.number} and ${mine.number}, on one gateway port`,
          allowed: `one ${isPassthrough(mine) ? 'TLS or TCP' : 'HTTP'} port per host: the gateway identifies hosts by name only`,
          fix: `remove one of the routes, or create a second EgressGateway for port ${mine.number} under a second name of the host`,
        },
      ];
    }),
  );
}

function differentMetadata(earlier: HostClaim, later: HostClaim): readonly FindingText[] {
  return (['labels', 'annotations'] as const).flatMap((kind) => {
    const [before, now] = [earlier.metadata[kind], later.metadata[kind]];
    return Object.keys(now)
      .filter((key) => Object.hasOwn(before, key) && before[key] !== now[key])
      .map((key) => ({
        problem: `routes of host ${later.host.name} must have the same metadata.${kind} "${key}"`,
        allowed: 'one value per key: the routes of a host share its objects',
        fix: `write "${key}": "${before[key]}" on both routes`,
      }));
  });
}
