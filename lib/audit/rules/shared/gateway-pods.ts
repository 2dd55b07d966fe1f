import { Mesh } from '../../model/mesh';
import { GatewayService } from '../../model/settings';
import { perMesh } from '../../model/per-mesh';
import { hasLabels, keyOfLabels } from '../../model/labels';

/** The pods of a gateway, as proxies and policies see them. */
export interface GatewayPods {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
  /** Whether the pods have no further labels. */
  readonly hasAllLabels: boolean;
  /** The Services in front of the pods; none if the manifests do not have them. */
  readonly services: readonly GatewayService[];
}

/** Returns the pods that each Gateway object selects, by `namespace/name` of the object. */
export const podsOfGateways: (mesh: Mesh) => ReadonlyMap<string, readonly GatewayPods[]> = perMesh((mesh) => {
  const bySelector = new Map<string, readonly GatewayPods[]>();
  const pods = new Map<string, readonly GatewayPods[]>();
  for (const { id, namespace, spec } of mesh.gateways) {
    const selector = spec.selector ?? {};
    const key = `${namespace} ${keyOfLabels(selector)}`;
    const found = bySelector.get(key) ?? selectedPods(mesh, namespace, selector);
    bySelector.set(key, found);
    pods.set(id, found);
  }
  return pods;
});

/** A Gateway object selects pods of every namespace. Without a Service that fits, the pods have the labels of the selector. */
function selectedPods(mesh: Mesh, namespace: string, selector: Readonly<Record<string, string>>): GatewayPods[] {
  const services = [...mesh.gatewayServices.values()].filter(({ podLabels }) => hasLabels(podLabels, selector));
  const byPods = new Map<string, GatewayPods & { services: GatewayService[] }>();
  for (const service of services) {
    const { podLabels, hasAllLabels = false } = service;
    const key = `${service.namespace} ${hasAllLabels} ${keyOfLabels(podLabels)}`;
    const known = byPods.get(key);
    if (known) known.services.push(service);
    else byPods.set(key, { namespace: service.namespace, podLabels, hasAllLabels, services: [service] });
  }
  return byPods.size > 0
    ? [...byPods.values()]
    : [{ namespace, podLabels: selector, hasAllLabels: false, services: [] }];
}
