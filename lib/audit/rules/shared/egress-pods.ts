import { keyOfLabels } from '../../model/labels';
import { Mesh, Resource } from '../../model/mesh';
import { GatewaySpec } from '../../model/specs';
import { AuthorizationPolicy, policiesAt } from '../../policy/authorization-policies';
import { egressGateways } from './exits';
import { GatewayPods, podsOfGateways } from './gateway-pods';
import { perMesh } from '../../model/per-mesh';

/** The pods of an egress gateway, and the Gateway objects that select the pods. */
export interface EgressPods extends GatewayPods {
  readonly gateways: readonly Resource<GatewaySpec>[];
}

/** Returns the AuthorizationPolicies that apply to pods of a gateway. */
export function policiesAtPods(mesh: Mesh, { namespace, podLabels }: EgressPods): readonly AuthorizationPolicy[] {
  return policiesAt(mesh, { namespace, labels: podLabels });
}

/** Returns the pods through which requests leave the mesh. */
export const egressPods: (mesh: Mesh) => readonly EgressPods[] = perMesh((mesh) => {
  const found = new Map<string, GatewayPods & { readonly gateways: Resource<GatewaySpec>[] }>();
  for (const gateway of mesh.gateways) {
    if (!egressGateways(mesh).has(gateway.id)) continue;
    for (const pods of podsOfGateways(mesh).get(gateway.id) ?? []) {
      const key = `${pods.namespace} ${pods.hasAllLabels} ${keyOfLabels(pods.podLabels)}`;
      const known = found.get(key) ?? { ...pods, gateways: [] };
      found.set(key, known);
      known.gateways.push(gateway);
    }
  }
  return [...found.values()];
});
