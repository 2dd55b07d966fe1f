import { nameOf } from '../manifest/manifest';
import { fullName } from '../model/hosts';
import { virtualServicesFor } from '../model/lookup';
import { MESH, Mesh } from '../model/mesh';
import { Hit, Rule } from './rule';
import { directPlaces, isDirect } from './shared/direct-ways';
import { HostWays, hostWays, isCutShort, isForGateway } from './shared/host-ways';
import { ignoredRules } from './shared/ignored-rules';
import { isSentToGateway } from './shared/sent-to-gateway';
import { routeMatches } from '../model/route-matches';

/** A route of a gateway that no sidecar uses. */
export const MISSING_MESH_LEG: Rule = {
  code: 'EGR3013',
  level: 'error',
  title: 'A gateway has a route to a host, and no sidecar sends requests for the host to the gateway.',
  effect:
    'A VirtualService applies to sidecars only if `gateways` has `mesh`, and a rule points to the Service of the gateway. Sidecars ' +
    'connect directly to a declared host without such a rule.',
  sources: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/'],
  check: (mesh) => {
    const unused = new Map(
      hostWays(mesh)
        .filter((ways) => isUnused(mesh, ways) && !hasBrokenLeg(mesh, ways))
        .map((ways) => [ways.host, ways]),
    );
    const reported = new Set<string>();
    return routeMatches(mesh).flatMap(({ vs, rule, path, gateways }): Hit[] => {
      const gateway = gateways.find((name) => name !== MESH);
      const host = vs.hosts.find((name) => unused.has(name));
      const isExit = rule.route?.some(
        ({ destination }) => host === fullName(destination?.host ?? '', vs.namespace, mesh.clusterDomain),
      );
      if (gateway === undefined || host === undefined || !isExit || reported.has(vs.id)) return [];
      reported.add(vs.id);
      return [
        {
          manifest: vs.manifest,
          path,
          covers: directPlaces(mesh, unused.get(host)?.ways ?? []),
          message: `${nameOf(vs.manifest)} routes ${host} from Gateway ${gateway} to the host, and no rule sends requests of sidecars to the gateway`,
          fix: `add mesh to spec.gateways, and a rule with gateways: [mesh] that has the Service of the gateway as destination`,
        },
      ];
    });
  },
};

/** A rule that points to the gateway, and fails, or that the sidecar or the port does not follow, is another mistake. */
function hasBrokenLeg(mesh: Mesh, { host, ways }: HostWays): boolean {
  if (!isSentToGateway(mesh, host)) return false;
  const places = directPlaces(mesh, ways).map(({ manifest }) => manifest.kind);
  if (ways.some(isCutShort) || places.some((kind) => kind === 'Service' || kind === 'DestinationRule')) return true;
  const ignored = new Set(ignoredRules(mesh).map(({ match }) => match.vs));
  return virtualServicesFor(mesh, MESH, [host]).some((vs) => ignored.has(vs));
}

function isUnused(mesh: Mesh, { ways }: HostWays): boolean {
  return !ways.some(isForGateway) && ways.some((way) => isDirect(mesh, way));
}
