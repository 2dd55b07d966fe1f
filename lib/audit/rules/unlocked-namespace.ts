import { Manifest, nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { Hit, Rule } from './rule';
import { clientsOf, firstRoute } from './shared/clients';
import { confinementsOf } from './shared/lockdowns';

/** A namespace whose pods can leave without the gateway. */
export const UNLOCKED_NAMESPACE: Rule = {
  code: 'EGR3301',
  level: 'warning',
  title: 'No network policy locks down a namespace whose requests go through a gateway.',
  effect:
    'A pod without a sidecar, and every process that avoids the sidecar, connects to hosts directly. Sidecars are no boundary: "Istio ' +
    'cannot securely enforce that all egress traffic actually flows through the egress gateways".',
  sources: [
    'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#apply-kubernetes-network-policies',
  ],
  check: (mesh) => {
    const open = confinementsOf(mesh).filter(({ isOpen }) => isOpen);
    const closed = confinementsOf(mesh).filter(({ isOpen }) => !isOpen);
    const partly = new Set(closed.map(({ client }) => client.namespace));
    const all = clientsOf(mesh);
    if (all.length === 0) return withoutClients(mesh);
    const namespaces = new Map(open.map(({ client }) => [client.namespace, client]));
    return [...namespaces.values()]
      .filter(({ namespace }) => !partly.has(namespace))
      .map(({ namespace, routedBy }) =>
        hitOf(routedBy, `requests of namespace ${namespace}`, `namespace ${namespace}`),
      );
  },
};

/** Manifests without clients have one finding. */
function withoutClients(mesh: Mesh): readonly Hit[] {
  const routedBy = firstRoute(mesh);
  return routedBy ? [hitOf(routedBy, 'requests', 'each namespace of clients')] : [];
}

function hitOf(manifest: Manifest, requests: string, where: string): Hit {
  return {
    manifest,
    message: `${nameOf(manifest)} routes ${requests} to the gateway, and no network policy stops pods that connect to hosts directly`,
    fix: `write a NetworkPolicy in ${where} with podSelector: {}, policyTypes: [Egress], and egress to the DNS pods, istiod and the pods of the gateway alone`,
  };
}
