import { throughGateway } from '../mesh/external-host';
import { HostClaim } from '../mesh/host-claim';
import { tunnelPort } from '../mesh/tunnel';
import { sameUpstreamProxy } from '../mesh/upstream-proxy-model';
import { Analyzer, error, FindingText } from './analyzer';
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
