import { ClientTls } from '../mesh/client-tls';
import { isGatewayPassthrough, isPassthrough, throughGateway } from '../mesh/external-host';
import { sameGateway } from '../mesh/gateway';
import { HostClaim } from '../mesh/host-claim';
import { MeshModel } from '../mesh/mesh-model';
import { sameResolution } from '../mesh/resolution';
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
  error(
    'EGR1005',
    'Routes of one host have different resolutions, addresses or endpoints, or targets of a wildcard.',
    (mesh) =>
      conflictsIn(mesh, (earlier, later) =>
        sameResolution(earlier.resolution, later.resolution) && !isPartlyByAddress(earlier, later)
          ? []
          : [differentResolution(earlier, later)],
      ),
  ),
  error('EGR1031', 'A host has a virtual address for one route, and another TLS or TCP route.', (mesh) =>
    conflictsIn(mesh, partlyVirtual),
  ),
  error('EGR1010', 'Routes of one host set different values for one label or annotation.', (mesh) =>
    conflictsIn(mesh, differentMetadata),
  ),
];

/** Returns the conflicts of each pair of claims for one host on one gateway. */
export function conflictsIn(
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

function differentResolution(earlier: HostClaim, later: HostClaim): FindingText {
  const { name, isWildcard } = later.host;
  const property = isWildcard ? 'wildcardTarget' : 'resolution, addresses and upstream.endpoints';
  return {
    problem: `routes of host ${name} must have the same ${property}`,
    allowed: `one ${property} per host: its routes share a ServiceEntry`,
    fix: otherName(earlier, later) ?? `write the same ${property} on both routes`,
  };
}

/** Returns the fix for two routes of which only one has a host that nothing resolves: another name of this host. */
function otherName(earlier: HostClaim, later: HostClaim): string | undefined {
  const { name } = later.host;
  const isRange = (claim: HostClaim): boolean => claim.resolution?.kind === 'NONE';
  if (isRange(earlier) !== isRange(later)) {
    return `write another name on the ExternalCidrRoute, such as hosts: ["range.${name}"]: nothing resolves the name of ranges`;
  }
  const ofHttp = [earlier, later].find(hasHttpAddress);
  if (ofHttp === undefined) return undefined;
  return `write another name on ${ofHttp.owner}, such as hosts: ["http.${name}"]: nothing resolves the name of a host with addresses`;
}

/** Returns whether applications call the host of a route in HTTP by its address. */
function hasHttpAddress({ ports }: HostClaim): boolean {
  return ports.some(({ protocol, addresses }) => protocol === 'HTTP' && addresses !== undefined);
}

/**
 * Returns whether only one of two routes has an address by which applications call the host in HTTP. The address is in the ServiceEntry
 * of all ports: another address would be lost, and TLS to another address would bypass the gateway.
 */
function isPartlyByAddress(earlier: HostClaim, later: HostClaim): boolean {
  const ports = [earlier, later].map((claim) => claim.ports);
  return (
    [earlier, later].some(hasHttpAddress) &&
    new Set(ports.map((each) => each.flatMap(({ addresses = [] }) => addresses).join())).size > 1
  );
}

/**
 * Detects a host whose ports have different addresses: sidecars answer DNS queries for the host with addresses of one ServiceEntry,
 * and the other ports would match no connection.
 */
function partlyVirtual(earlier: HostClaim, later: HostClaim): readonly FindingText[] {
  const kinds = [earlier, later].flatMap(({ ports }) => ports.filter(isGatewayPassthrough));
  if (new Set(kinds.map(({ isVirtual = false }) => isVirtual)).size < 2) return [];
  return [
    {
      problem: `host ${later.host.name} cannot have a virtual address for one of its routes only`,
      allowed: 'virtualAddress: true on every TLS or TCP route of a host',
      fix: 'use an ExternalTcpRoute with virtualAddress: true for both ports, or write addresses in place of virtualAddress',
    },
  ];
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

/**
 * Detects ports for which the gateway needs a second server that it cannot have: without mesh mTLS, there is no outer name; and a
 * sidecar would replace the name that an application calls below a wildcard by the outer name.
 */
function sameServer(earlier: HostClaim, later: HostClaim): readonly FindingText[] {
  const { host, gateway } = later;
  return throughGateway(later.ports).flatMap((mine) =>
    throughGateway(earlier.ports).flatMap((theirs) => {
      if (mine.number === theirs.number || isPassthrough(mine) !== isPassthrough(theirs)) return [];
      const needsMutualTls = gateway.clientTls === ClientTls.DISABLE;
      if (!needsMutualTls && (isPassthrough(mine) || !host.isWildcard)) return [];
      const protocols = [...new Set([theirs.protocol, mine.protocol])].join(' and ');
      return [
        {
          problem: `${needsMutualTls ? 'host' : 'wildcard'} ${host.name} cannot have two ${protocols} ports, ${theirs.number} and ${mine.number}, on one gateway port`,
          allowed: needsMutualTls
            ? 'one port of each kind: without mesh mTLS, the gateway identifies hosts by name only'
            : 'one HTTP port per wildcard: the gateway identifies a further HTTP port by a name in the place of the called one',
          fix: needsMutualTls
            ? 'write clientTls: ClientTls.ISTIO_MUTUAL on the gateway, or remove one of the routes'
            : `list the hosts below ${host.domain} in the route for port ${mine.number}, or remove the route`,
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
