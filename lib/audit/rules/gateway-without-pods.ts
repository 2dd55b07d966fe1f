import { isService } from '../model/kubernetes-services';
import { labelsText } from '../model/labels-text';
import { serviceId } from '../model/gateway-services';
import { groupBy } from '../../input/group-by';
import { idOf, nameOf } from '../manifest/manifest';
import { fullName } from '../model/hosts';
import { hasLabels, Labels } from '../model/labels';
import { VirtualService } from '../model/resource';
import { MESH, Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { GatewayService } from '../model/settings';
import { GatewaySpec } from '../model/specs';
import { Hit, Rule } from './rule';
import { egressGateways } from './shared/exits';
import { routeMatches } from '../model/route-matches';
import { podTemplates } from './shared/workloads';

/** A Gateway whose selector is that of no pods. */
export const GATEWAY_WITHOUT_PODS: Rule = {
  code: 'EGR3210',
  level: 'error',
  title: 'A Gateway selects no pods, and its routes send requests to pods with other labels.',
  effect:
    'The pods have no server of the Gateway, so that requests fail, or reach a server of another Gateway. A set that has neither the ' +
    'Service nor pods of the gateway has no finding.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway',
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
  ],
  check: (mesh) =>
    mesh.gateways
      .filter(({ id, spec }) => egressGateways(mesh).has(id) && !isSelecting(mesh, spec.selector ?? {}))
      .flatMap((gateway) => hitsOf(mesh, gateway)),
};

/** Returns whether a selector selects pods of the manifests or of the settings. A Gateway selects pods of every namespace. */
function isSelecting(mesh: Mesh, selector: Labels): boolean {
  const services = [...mesh.gatewayServices.values()].filter((service) => !isInferred(mesh, service));
  return [...services.map(({ podLabels }) => podLabels), ...podTemplates(mesh).map(({ labels }) => labels)].some(
    (labels) => hasLabels(labels, selector),
  );
}

function hitsOf(mesh: Mesh, { id, manifest, spec }: Resource<GatewaySpec>): readonly Hit[] {
  const { selector = {} } = spec;
  for (const { vs, service } of sentTo(mesh).get(id) ?? []) {
    const labels = labelsBehind(mesh, service, Object.keys(selector));
    if (labels === undefined) continue;
    return [
      {
        manifest,
        path: ['spec', 'selector'],
        message: `${nameOf(manifest)} selects ${JSON.stringify(selector)}, and ${nameOf(vs.manifest)} sends requests to ${serviceId(service)}, whose pods have ${JSON.stringify(labels)}`,
        fix: `write selector: ${labelsText(labels)} in spec`,
      },
    ];
  }
  return [];
}

/**
 * Returns labels of the pods behind a Service: those of the keys if the pods have all keys. Of a Service that is not in the manifests, pods
 * of its namespace that have all keys.
 */
function labelsBehind(mesh: Mesh, service: GatewayService, keys: readonly string[]): Labels | undefined {
  const pick = (labels: Labels): Labels | undefined => {
    const picked = Object.entries(labels).filter(([key]) => keys.includes(key));
    return picked.length === keys.length ? Object.fromEntries(picked) : undefined;
  };
  if (!isInferred(mesh, service)) return pick(service.podLabels) ?? service.podLabels;
  const pods = podTemplates(mesh).filter(({ namespace }) => namespace === service.namespace);
  return pods.map(({ labels }) => pick(labels)).find((labels) => labels !== undefined);
}

/** Returns whether neither the manifests nor the settings have a Service. */
function isInferred(mesh: Mesh, service: GatewayService): boolean {
  return !mesh.settings.gatewayServices?.includes(service) && !serviceNames(mesh).has(serviceId(service));
}

const serviceNames = perMesh(({ manifests }): ReadonlySet<string> => new Set(manifests.filter(isService).map(idOf)));

interface Sent {
  readonly gateway: string;
  readonly vs: VirtualService;
  readonly service: GatewayService;
}

/** Returns the gateways to which VirtualServices send requests of sidecars, by the Gateway objects of the VirtualServices. */
const sentTo = perMesh((mesh) =>
  groupBy(
    routeMatches(mesh).flatMap(({ vs, rule, gateways }): Sent[] => {
      if (!gateways.includes(MESH)) return [];
      const hosts = (rule.route ?? []).map(({ destination }) =>
        fullName(destination?.host ?? '', vs.namespace, mesh.clusterDomain),
      );
      const services = hosts.flatMap((host) => mesh.gatewayServices.get(host) ?? []);
      return services.flatMap((service) => vs.gateways.map((gateway) => ({ gateway, vs, service })));
    }),
    ({ gateway }) => gateway,
  ),
);
