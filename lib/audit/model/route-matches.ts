import { Block } from './block';
import { Path } from '../manifest/manifest';
import { fullGatewayNames, VirtualService } from './mesh';
import { perMesh } from './per-mesh';
import { MatchedRoute, StaticMatch } from './specs';

/** A match of a rule of a VirtualService, or a rule that has no match. */
export interface RouteMatch {
  readonly vs: VirtualService;
  readonly block: Block;
  readonly rule: MatchedRoute;
  /** The path of the rule: `['spec', 'http', 0]`. */
  readonly rulePath: Path;
  /** The path of the match; of the rule if the rule has no match. */
  readonly path: Path;
  /** The places where the match may hold: `mesh`, and Gateway objects as `namespace/name`. */
  readonly gateways: readonly string[];
  /** Every port when absent. */
  readonly port?: number;
  readonly match: StaticMatch & { readonly sniHosts?: readonly string[] };
}

/** The fields of a VirtualService that have rules. */
export const BLOCKS: readonly Block[] = ['http', 'tls', 'tcp'];

/** Returns the matches of every VirtualService. */
export const routeMatches = perMesh(({ virtualServices }): readonly RouteMatch[] =>
  virtualServices.flatMap(routeMatchesOf),
);

/** Returns the matches of a VirtualService. A match holds at gateways of the VirtualService only. */
export function routeMatchesOf(vs: VirtualService): readonly RouteMatch[] {
  return BLOCKS.flatMap((block) =>
    (vs.spec[block] ?? []).flatMap((rule: MatchedRoute, index): RouteMatch[] => {
      const rulePath: Path = ['spec', block, index];
      if (!rule.match?.length) return [{ vs, block, rule, rulePath, path: rulePath, gateways: vs.gateways, match: {} }];
      return rule.match.map((match, at) => {
        const named = match.gateways?.length ? fullGatewayNames(match.gateways, vs.namespace) : vs.gateways;
        const gateways = named.filter((gateway) => vs.gateways.includes(gateway));
        const path: Path = [...rulePath, 'match', at];
        return { vs, block, rule, rulePath, path, gateways, port: match.port || undefined, match };
      });
    }),
  );
}
