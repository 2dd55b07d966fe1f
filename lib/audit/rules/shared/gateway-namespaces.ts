import { addTo } from '../../../input/group-by';
import { Labels } from '../../model/labels';
import { perMesh } from '../../model/per-mesh';
import { Mesh } from '../../model/mesh';
import { isProxyAlone } from '../../model/pod-exclusion';
import { isBehind, usedGateways } from '../../model/used-gateways';
import { podTemplates } from './workloads';

/** Returns the namespaces that have gateways of other namespaces, and no other pods. The root namespace has the control plane too. */
export const gatewayNamespaces: (mesh: Mesh) => ReadonlySet<string> = perMesh((mesh) => {
  const shared = [...usedGateways(mesh).values()].filter(({ isShared }) => isShared);
  const others = new Set(clientPods(mesh).map(({ namespace }) => namespace));
  const namespaces = shared.map(({ service }) => service.namespace);
  return new Set(namespaces.filter((namespace) => namespace === mesh.rootNamespace || !others.has(namespace)));
});

/**
 * Returns the labels of pods with a proxy alone, by namespace: those of gateways, also of gateways without routes. Applications of the
 * namespace can be in other manifests.
 */
export const proxiesAlone: (mesh: Mesh) => ReadonlyMap<string, readonly Labels[]> = perMesh((mesh) => {
  const found = new Map<string, Labels[]>();
  for (const { namespace, labels } of podTemplates(mesh).filter(isProxyAlone)) addTo(found, namespace, labels);
  return found;
});

/** Returns the pods that have more than a proxy, and are not behind the Service of a gateway. */
export const clientPods = perMesh((mesh) => {
  const services = [...mesh.gatewayServices.values()];
  return podTemplates(mesh).filter(
    (pod) => !isProxyAlone(pod) && !services.some((service) => isBehind(service, pod.namespace, pod.labels)),
  );
});
