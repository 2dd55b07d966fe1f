import { fullName } from '../../model/hosts';
import { MESH, Mesh } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { routeMatches } from '../../model/route-matches';

/** Returns the hosts of VirtualServices that have a rule for sidecars with the Service of a gateway as destination. */
const hostsSentToGateways = perMesh((mesh: Mesh): ReadonlySet<string> => {
  const { gatewayServices, clusterDomain } = mesh;
  const toGateways = routeMatches(mesh).filter(
    ({ vs, rule, gateways }) =>
      gateways.includes(MESH) &&
      rule.route?.some(({ destination }) =>
        gatewayServices.has(fullName(destination?.host ?? '', vs.namespace, clusterDomain)),
      ),
  );
  return new Set(toGateways.flatMap(({ vs }) => vs.hosts));
});

/** Returns whether a rule for sidecars sends the host to a gateway, also if the rule fails. */
export function isSentToGateway(mesh: Mesh, host: string): boolean {
  return hostsSentToGateways(mesh).has(host);
}
