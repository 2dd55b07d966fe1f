import { perMesh } from '../../model/per-mesh';
import { Mesh } from '../../model/mesh';
import { isProxyAlone } from '../../model/pod-exclusion';
import { isBehind, usedGateways } from '../../model/used-gateways';
import { podTemplates } from './workloads';

/**
 * Returns the namespaces that have gateways of other namespaces or gateways without routes, and no other pods. The root namespace has the
 * control plane too.
 */
export const gatewayNamespaces: (mesh: Mesh) => ReadonlySet<string> = perMesh((mesh) => {
  const shared = [...usedGateways(mesh).values()].filter(({ isShared }) => isShared);
  const others = new Set(clientPods(mesh).map(({ namespace }) => namespace));
  const idle = podTemplates(mesh).filter(isProxyAlone);
  const namespaces = [...shared.map(({ service }) => service.namespace), ...idle.map(({ namespace }) => namespace)];
  return new Set(namespaces.filter((namespace) => namespace === mesh.rootNamespace || !others.has(namespace)));
});

/** Returns the pods that have more than a proxy, and are not behind the Service of a gateway. */
export const clientPods = perMesh((mesh) => {
  const services = [...mesh.gatewayServices.values()];
  return podTemplates(mesh).filter(
    (pod) => !isProxyAlone(pod) && !services.some((service) => isBehind(service, pod.namespace, pod.labels)),
  );
});
