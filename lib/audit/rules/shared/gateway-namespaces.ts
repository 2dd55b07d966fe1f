import { fullName } from '../../model/hosts';
import { hasLabels, Labels } from '../../model/labels';
import { MESH, Mesh } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { GatewayService } from '../../model/settings';
import { audienceOf, isEmpty } from './audience';
import { routeMatches } from './route-matches';
import { podTemplates } from './workloads';

/** A gateway to which rules send requests of sidecars. */
interface UsedGateway {
  readonly service: GatewayService;
  /** Whether the rules are for sidecars of other namespaces than that of the gateway. */
  isShared: boolean;
}

/** A Service with the labels of a gateway that no rule sends requests to is no used gateway: a tenant can write the Service. */
const usedGateways = perMesh((mesh): ReadonlyMap<string, UsedGateway> => {
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
      known.isShared ||= !isEmpty(audienceOf(vs.spec.exportTo, vs.namespace), service.namespace);
      used.set(host, known);
    }
  }
  return used;
});

/** Returns whether labels of pods or of a selector are those of a gateway to which rules send requests of sidecars. */
export function areOfGateway(mesh: Mesh, home: string, labels: Labels): boolean {
  return [...usedGateways(mesh).values()].some(({ service }) => isBehind(service, home, labels));
}

/** Returns whether labels of pods or of a selector are those of the pods behind a Service: the fewer labels, at least one, are among the others. */
export function isBehind({ namespace, podLabels }: GatewayService, home: string, labels: Labels): boolean {
  const [few, many] = [podLabels, labels].sort((a, b) => Object.keys(a).length - Object.keys(b).length);
  return namespace === home && few !== undefined && Object.keys(few).length > 0 && hasLabels(many ?? {}, few);
}

/** Returns the namespaces that have gateways of other namespaces, and no other pods. The root namespace has the control plane too. */
export const gatewayNamespaces: (mesh: Mesh) => ReadonlySet<string> = perMesh((mesh) => {
  const shared = [...usedGateways(mesh).values()].filter(({ isShared }) => isShared);
  const others = new Set(clientPods(mesh).map(({ namespace }) => namespace));
  const namespaces = shared.map(({ service }) => service.namespace);
  return new Set(namespaces.filter((namespace) => namespace === mesh.rootNamespace || !others.has(namespace)));
});

/** Returns the pods that are not behind the Service of a gateway. */
export const clientPods = perMesh((mesh) => {
  const services = [...mesh.gatewayServices.values()];
  return podTemplates(mesh).filter(
    ({ namespace, labels }) => !services.some((service) => isBehind(service, namespace, labels)),
  );
});
