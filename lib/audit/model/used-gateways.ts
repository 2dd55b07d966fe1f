import { namespacesIn } from './export-to';
import { fullName } from './hosts';
import { hasLabels, Labels } from './labels';
import { MESH, Mesh } from './mesh';
import { perMesh } from './per-mesh';
import { routeMatches } from './route-matches';
import { GatewayService } from './settings';

/** A gateway to which rules send requests of sidecars. */
export interface UsedGateway {
  readonly service: GatewayService;
  /** Whether the rules are for sidecars of other namespaces than that of the gateway. */
  isShared: boolean;
}

/**
 * Returns the gateways to which rules send requests of sidecars. A tenant can write a Service with the labels of a gateway: without a rule,
 * the Service is no used gateway.
 */
export const usedGateways = perMesh((mesh): ReadonlyMap<string, UsedGateway> => {
  const { gatewayServices, settings, clusterDomain } = mesh;
  const stated = new Set(settings.gatewayServices);
  const used = new Map(
    [...gatewayServices]
      .filter(([, each]) => stated.has(each))
      .map(([host, service]) => [host, { service, isShared: true }]),
  );
  for (const { vs, rule, gateways } of routeMatches(mesh)) {
    if (!gateways.includes(MESH)) continue;
    for (const { destination } of rule.route ?? []) {
      const host = fullName(destination?.host ?? '', vs.namespace, clusterDomain);
      const service = gatewayServices.get(host);
      if (service === undefined) continue;
      const known = used.get(host) ?? { service, isShared: false };
      const viewers = namespacesIn(vs.spec.exportTo, vs.namespace);
      known.isShared ||= viewers === undefined || [...viewers].some((viewer) => viewer !== service.namespace);
      used.set(host, known);
    }
  }
  return used;
});

/** Returns whether labels of pods or of a selector are those of a gateway to which rules send requests of sidecars. */
export function areOfGateway(mesh: Mesh, home: string, labels: Labels): boolean {
  return [...usedGateways(mesh).values()].some(({ service }) => isBehind(service, home, labels));
}

/**
 * Returns whether labels of pods or of a selector are those of the pods behind a Service: the fewer labels, at least one, are among the
 * others.
 */
export function isBehind(
  { namespace, podLabels }: Pick<GatewayService, 'namespace' | 'podLabels'>,
  home: string,
  labels: Labels,
): boolean {
  const [few, many] = [podLabels, labels].sort((a, b) => Object.keys(a).length - Object.keys(b).length);
  return namespace === home && few !== undefined && Object.keys(few).length > 0 && hasLabels(many ?? {}, few);
}
