import { groupBy } from '../input/group-by';
import { throughGateway } from '../mesh/external-host';
import { maySharePods } from '../mesh/gateway';
import { HostClaim } from '../mesh/host-claim';
import { MeshModel } from '../mesh/mesh-model';
import { tunnelPort } from '../mesh/tunnel';
import { sameUpstreamProxy } from '../mesh/upstream-proxy-model';
import { Analyzer, error, Finding, FindingText } from './analyzer';
import { conflictsIn } from './host-claims';

/** Conflicts between routes of hosts that a gateway reaches through an upstream proxy. */
export const TUNNELS: readonly Analyzer[] = [
  error('EGR1018', 'Routes of one host have different upstream proxies.', (mesh) =>
    conflictsIn(mesh, (earlier, later) =>
      sameUpstreamProxy(earlier.upstreamProxy, later.upstreamProxy)
        ? []
        : [
            {
              problem: `routes of host ${later.host.name} must have the same upstreamProxy`,
              allowed: 'one upstreamProxy per host: its routes share a ServiceEntry',
              fix: 'write the same upstreamProxy on both routes',
            },
          ],
    ),
  ),
  error(
    'EGR1017',
    'Two ports of a host would begin at one port of the gateway, on the way to an upstream proxy.',
    (mesh) => conflictsIn(mesh, sameTunnel),
  ),
  error('EGR1020', 'A host without an upstream proxy has the port at which a tunnel begins.', reachedTunnels),
];

function sameTunnel(earlier: HostClaim, later: HostClaim): readonly FindingText[] {
  if (earlier.upstreamProxy === undefined || later.upstreamProxy === undefined) return [];
  return throughGateway(later.ports).flatMap((mine) =>
    throughGateway(earlier.ports)
      .filter(
        (theirs) =>
          theirs.number !== mine.number && tunnelPort(earlier, theirs.number) === tunnelPort(later, mine.number),
      )
      .map((theirs) => ({
        problem: `host ${later.host.name} cannot have the ports ${theirs.number} and ${mine.number} through an upstreamProxy`,
        allowed: 'ports that do not differ by 32768',
        fix: `remove one of the routes, or write upstreamProxy: UpstreamProxy.none() on both`,
      })),
  );
}

/**
 * Finds hosts that the gateway resolves, on a port where the tunnel to another host begins. The owner of the DNS name can point the name
 * at the loopback address of the tunnel. The policy of the tunnel accepts each connection of the gateway, so that the sources of the host
 * would reach the other host, without its sources and operations.
 */
function reachedTunnels({ plan }: MeshModel): readonly Finding[] {
  const tunnels = plan.claims.flatMap((claim) =>
    claim.upstreamProxy === undefined
      ? []
      : throughGateway(claim.ports).map(({ number }) => ({ claim, at: tunnelPort(claim, number) })),
  );
  const byPort = groupBy(tunnels, ({ at }) => String(at));
  return plan.claims.filter(isResolvedByGateway).flatMap((claim) =>
    throughGateway(claim.ports)
      .flatMap(({ number, origination }) => byPort.get(String(origination?.port ?? number)) ?? [])
      .filter((tunnel) => maySharePods(tunnel.claim.gateway, claim.gateway))
      .map((tunnel) => reachedTunnel(claim, tunnel.claim, tunnel.at)),
  );
}

function isResolvedByGateway({ upstreamProxy, resolution }: HostClaim): boolean {
  return upstreamProxy === undefined && resolution?.kind !== 'STATIC' && resolution?.kind !== 'NONE';
}

function reachedTunnel({ owner, host }: HostClaim, other: HostClaim, at: number): Finding {
  return {
    constructPath: owner,
    problem: `host ${host.name} cannot have port ${at} without a proxy, where the tunnel to ${other.host.name} begins`,
    got: { routes: [other.owner, owner] },
    allowed: 'another port, or a proxy: the owner of the DNS name could point the name at the tunnel',
    fix: `remove upstreamProxy: UpstreamProxy.none(), write the addresses of ${host.name} with HostResolution.STATIC, or use another gateway`,
  };
}
