import { didYouMean } from '../../input/did-you-mean';
import { fullGatewayNames, MESH, Mesh } from '../model/mesh';
import { RouteMatch, routeMatches } from '../model/route-matches';
import { Hit, Rule } from './rule';

/** A name of a Gateway in a VirtualService that has no effect. */
export const MISSING_GATEWAY: Rule = {
  code: 'EGR3008',
  level: 'error',
  title:
    'A VirtualService names a Gateway that does not exist, or a match names a Gateway that `gateways` of the VirtualService lacks.',
  effect:
    'Istio ignores a name in `gateways` that is the name of no Gateway, so that the rules for the gateway have no effect. A name without ' +
    'a namespace is a Gateway of the namespace of the VirtualService. A match holds at the gateways of the VirtualService only.',
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
  check: (mesh) => [...missingGateways(mesh), ...routeMatches(mesh).flatMap(unboundGateways)],
};

function missingGateways(mesh: Mesh): readonly Hit[] {
  const known = new Set([MESH, ...mesh.gateways.map(({ id }) => id)]);
  return mesh.virtualServices.flatMap(({ id, namespace, spec, manifest }) =>
    (spec.gateways ?? []).flatMap((name, index) => {
      const [gateway = name] = fullGatewayNames([name], namespace);
      if (known.has(gateway)) return [];
      return {
        manifest,
        path: ['spec', 'gateways', index],
        message: `VirtualService ${id} names Gateway ${gateway}, which does not exist`,
        fix: fixFor(mesh, name, gateway),
      };
    }),
  );
}

/** A Gateway of that name in another namespace is what was meant, else a Gateway whose name is near. */
function fixFor({ gateways }: Mesh, name: string, full: string): string {
  const bare = name.slice(name.indexOf('/') + 1);
  const ids = gateways.map(({ id }) => id);
  const meant = gateways.find((gateway) => gateway.name === bare)?.id ?? didYouMean(full, ids);
  return meant === undefined ? `create the Gateway, or remove ${name} from spec.gateways` : `write ${meant}`;
}

/**
 * Returns a hit for each Gateway in a match at which the VirtualService is not bound. A delegate is bound where its root is. Without the
 * name `mesh` the route of a host has no rule for sidecars, which EGR3013 finds.
 */
function unboundGateways({ vs, match, path }: RouteMatch): readonly Hit[] {
  if (vs.hosts.length === 0) return [];
  return (match.gateways ?? []).flatMap((name, index) => {
    const [gateway = name] = fullGatewayNames([name], vs.namespace);
    if (gateway === MESH || vs.gateways.includes(gateway)) return [];
    return {
      manifest: vs.manifest,
      path: [...path, 'gateways', index],
      message: `VirtualService ${vs.id} names Gateway ${gateway} in a match, and spec.gateways lacks the Gateway`,
      fix: `write a name of spec.gateways, or add ${name} to spec.gateways`,
    };
  });
}
