import { HostIndex } from '../../model/host-index';
import { fullName } from '../../model/hosts';
import { MESH, Mesh } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { unknownService } from '../../model/unknown-service';
import { routeMatches } from '../../model/route-matches';

/** Returns the hosts of VirtualServices that have a rule for sidecars with the Service of a gateway as destination. */
const hostsSentToGateways = perMesh((mesh: Mesh): HostIndex<string> => {
  const toGateways = routeMatches(mesh).filter(
    ({ vs, rule, gateways }) =>
      gateways.includes(MESH) &&
      rule.route?.some(({ destination }) =>
        mayBeGateway(mesh, fullName(destination?.host ?? '', vs.namespace, mesh.clusterDomain)),
      ),
  );
  const index = new HostIndex<string>();
  for (const host of new Set(toGateways.flatMap(({ vs }) => vs.hosts))) index.add(host, host);
  return index;
});

/** A Service that is not in the manifests can be that of a gateway. */
function mayBeGateway(mesh: Mesh, host: string): boolean {
  return mesh.gatewayServices.has(host) || unknownService(mesh, host) !== undefined;
}

/** Returns whether a rule for sidecars sends the host to a gateway, also if the rule fails. */
export function isSentToGateway(mesh: Mesh, host: string): boolean {
  return hostsSentToGateways(mesh).over(host).length > 0;
}
