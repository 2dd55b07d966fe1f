import { BLOCKS } from '../../model/route-matches';
import { Block } from '../../model/block';
import { Path } from '../../manifest/manifest';
import { fullName } from '../../model/hosts';
import { serviceEntriesByHost } from '../../model/lookup';
import { fullGatewayNames, Mesh, MESH, VirtualService } from '../../model/mesh';
import { MatchedRoute, RouteTarget, StaticMatch } from '../../model/specs';
import { perMesh } from '../../model/per-mesh';

/** A route by which the pods of a gateway send requests to a host outside the mesh. */
export interface GatewayExit {
  readonly vs: VirtualService;
  readonly block: Block;
  readonly rule: MatchedRoute;
  /** The path of the rule in the VirtualService: `['spec', 'http', 1]`. */
  readonly path: Path;
  /** The Gateway objects of the rule, `namespace/name`. */
  readonly gateways: readonly string[];
  readonly target: RouteTarget;
  /** The host of the destination, in full. */
  readonly host: string;
  readonly port: number | undefined;
}

/** Returns the routes of gateways to hosts that ServiceEntries declare. */
export const exitsOf: (mesh: Mesh) => readonly GatewayExit[] = perMesh((mesh) => {
  const entries = serviceEntriesByHost(mesh);
  return mesh.virtualServices.flatMap((vs) => {
    const bound = vs.gateways.filter((gateway) => gateway !== MESH);
    if (bound.length === 0) return [];
    return BLOCKS.flatMap((block) =>
      (vs.spec[block] ?? []).flatMap((rule: MatchedRoute, index: number): GatewayExit[] => {
        const gateways = gatewaysOf(rule.match ?? [], vs).filter((gateway) => bound.includes(gateway));
        if (gateways.length === 0) return [];
        return (rule.route ?? []).flatMap((target) => {
          const host = fullName(target.destination?.host ?? '', vs.namespace, mesh.clusterDomain);
          if (mesh.gatewayServices.has(host) || entries.over(host).length === 0) return [];
          const port = target.destination?.port?.number;
          return [{ vs, block, rule, path: ['spec', block, index], gateways, target, host, port }];
        });
      }),
    );
  });
});

/** Returns the Gateway objects through which requests leave: those with a route to a declared host. */
export const egressGateways: (mesh: Mesh) => ReadonlySet<string> = perMesh(
  (mesh) => new Set(exitsOf(mesh).flatMap(({ gateways }) => gateways)),
);

/** A rule without gateways in its matches is for every gateway of the VirtualService. */
function gatewaysOf(matches: readonly StaticMatch[], vs: VirtualService): readonly string[] {
  if (matches.length === 0 || matches.some(({ gateways }) => !gateways?.length)) return vs.gateways;
  return [...new Set(matches.flatMap(({ gateways = [] }) => fullGatewayNames(gateways, vs.namespace)))];
}
