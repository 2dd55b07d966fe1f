import { perMesh } from '../../model/per-mesh';
import { Mesh } from '../../model/mesh';
import { isBehind, usedGateways } from '../../model/used-gateways';
import { podTemplates } from './workloads';

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
