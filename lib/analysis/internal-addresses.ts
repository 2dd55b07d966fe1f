import { groupBy } from '../input/group-by';
import { destinationsOf } from '../mesh/destinations';
import { sameGateway } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { GatewayLockdownRecord } from '../mesh/records';
import { Cidr } from '../network/cidr';
import { Analyzer, error, Finding } from './analyzer';

/** The check of addresses to which a gateway connects, and which its lockdown names as internal. */
export const INTERNAL_ADDRESSES: readonly Analyzer[] = [
  error('EGR1409', 'A route reaches addresses that the lockdown of its gateway names as internal.', (mesh) =>
    mesh.gatewayLockdowns.all.flatMap((lockdown) => reachedBy(mesh, lockdown)),
  ),
];

/** Returns a finding for each address or range, also if several routes have it: a proxy is that of all routes of a gateway. */
function reachedBy({ plan }: MeshModel, { owner, gateway, internalCidrs }: GatewayLockdownRecord): readonly Finding[] {
  if (internalCidrs.length === 0) return [];
  const inside = internalCidrs.map((cidr) => Cidr.parse(cidr));
  const ofGateway = plan.externalHosts().filter((external) => sameGateway(external.gateway, gateway));
  const reached = ofGateway.flatMap((external) =>
    destinationsOf(external).flatMap(({ cidrs }) => cidrs.map((cidr) => ({ cidr, owners: external.owners }))),
  );
  return [...groupBy(reached, ({ cidr }) => cidr)].flatMap(([cidr, group]) => {
    const routes = [...new Set(group.flatMap(({ owners }) => owners))].sort();
    const range = Cidr.parse(cidr);
    return inside
      .filter((internal) => internal.overlaps(range))
      .map((internal) => finding(cidr, String(internal), routes, owner));
  });
}

function finding(cidr: string, internal: string, routes: readonly string[], lockdown: string): Finding {
  return {
    constructPath: routes[0] ?? lockdown,
    problem: `routes cannot reach ${cidr}, which has addresses of ${internal}, inside the network`,
    got: { routes, lockdown },
    allowed:
      'addresses, endpoints, cidrs and proxies outside the internalCidrs of the GatewayLockdownPolicy, which opens them',
    fix: `remove the addresses of ${internal} from the routes, or remove "${internal}" from internalCidrs`,
  };
}
