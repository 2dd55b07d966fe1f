import { keyOfLabels } from '../../model/labels';
import { gatewayPods } from '../../answer/ends';
import { Evidence } from '../../manifest/evidence';
import { Mesh } from '../../model/mesh';
import { connectionVerdict, ConnectionVerdict, networkPoliciesOf } from '../../policy/connection';
import { edgePorts } from '../../policy/edge-ports';
import { Endpoint, OutsideEndpoint, PodEndpoint, Protocol } from '../../policy/endpoint';
import { isForEgress, NetworkPolicySpec, Policy } from '../../policy/network-policy';
import { escapingLabels, selectedLabels } from '../../model/label-selector';
import { Client, clientsOf, Entrance } from './clients';
import { isDnsPort } from './dns-ports';
import { areOfGateway } from '../../model/used-gateways';
import { perMesh } from '../../model/per-mesh';

/** Pods of a client namespace that the same policies select, and what these pods can reach. */
export interface Confinement {
  readonly client: Client;
  /** The labels by which policies of the namespace select the pods; empty for the other pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether a label of the pods is what a `podSelector` excludes. */
  readonly escapes: boolean;
  /** Whether the pods can connect to an address outside the cluster. */
  readonly isOpen: boolean;
  /** The policies that confine the pods. */
  readonly policies: readonly Evidence[];
}

/** A host outside the cluster that no policy names. */
export const OUTSIDE: OutsideEndpoint = { kind: 'outside', host: 'a host outside the cluster' };

/** Returns the pods of every client namespace, by the labels that policies of the namespace select. */
export const confinementsOf: (mesh: Mesh) => readonly Confinement[] = perMesh((mesh) => {
  const policies = networkPoliciesOf(mesh);
  return clientsOf(mesh).flatMap((client) =>
    labelsOf(egressPoliciesOf(mesh, client.namespace)).map(({ labels, escapes }) => {
      const from: PodEndpoint = { kind: 'pod', namespace: client.namespace, labels };
      const open = openVerdict(mesh, from);
      const closed = connectionVerdict(policies, { from, to: OUTSIDE, port: HTTPS, protocol: 'TCP' });
      return { client, labels, escapes, isOpen: open !== undefined, policies: open ? [] : closed.decidedBy };
    }),
  );
});

/**
 * Returns the verdict that lets a pod connect to a host outside the cluster, if there is one: on port 443, or on
 * a port that ClusterNetworkPolicies distinguish. EGR3302 finds the other ports that a NetworkPolicy opens, and EGR3303 those of DNS.
 */
export function openVerdict(mesh: Mesh, from: PodEndpoint): ConnectionVerdict | undefined {
  for (const protocol of ['TCP', 'UDP'] as const) {
    for (const port of probedPorts(mesh)) {
      const verdict = connectionVerdict(networkPoliciesOf(mesh), { from, to: OUTSIDE, port, protocol });
      if (verdict.allowed) return verdict;
    }
  }
  return undefined;
}

const HTTPS = 443;

/** Port 1, and the ports at which rules of ClusterNetworkPolicies begin to match or end, are examples of all ports. */
const probedPorts = perMesh((mesh): readonly number[] => {
  const { admin, baseline } = networkPoliciesOf(mesh);
  const edges = edgePorts([], [...admin, ...baseline]);
  return [...new Set([HTTPS, 1, ...edges])].filter((port) => !isDnsPort(port));
});

/** Returns the NetworkPolicies of a namespace that confine connections of its pods, without those for the pods of a gateway. */
export function egressPoliciesOf(mesh: Mesh, namespace: string): readonly Policy<NetworkPolicySpec>[] {
  return (networkPoliciesOf(mesh).byNamespace.get(namespace) ?? []).filter(
    ({ spec }) => isForEgress(spec) && !areOfGateway(mesh, namespace, selectedLabels(spec.podSelector ?? {})),
  );
}

/** Returns the pod that a confinement is about. */
export function confinedPod({ client, labels }: Confinement): PodEndpoint {
  return { kind: 'pod', namespace: client.namespace, labels };
}

/** Returns the pods in words: `pods {"app":"api"} of namespace payments`. */
export function podsText({ client, labels }: Confinement): string {
  return Object.keys(labels).length === 0
    ? `pods of namespace ${client.namespace}`
    : `pods ${JSON.stringify(labels)} of namespace ${client.namespace}`;
}

/** Returns the labels of pods without labels, of the pods of each selector, and of pods that escape a selector by a label. */
function labelsOf(policies: readonly Policy<NetworkPolicySpec>[]): readonly Pick<Confinement, 'labels' | 'escapes'>[] {
  const found = new Map([['[]', { labels: {}, escapes: false }]]);
  const add = (labels: Confinement['labels'], escapes: boolean): void => {
    const key = keyOfLabels(labels);
    if (!found.has(key)) found.set(key, { labels, escapes });
  };
  for (const { spec } of policies) {
    const selected = selectedLabels(spec.podSelector ?? {});
    add(selected, false);
    for (const labels of escapingLabels(spec.podSelector ?? {})) add({ ...selected, ...labels }, true);
  }
  return [...found.values()];
}

/** Returns whether pods can connect to the pods of a gateway, on the port of the pods or on the number of the port of the Service. */
export function reaches(
  mesh: Mesh,
  confinement: Confinement,
  { service, ...ports }: Entrance,
  which: 'port' | 'targetPort',
): boolean {
  return mayOpen(mesh, confinement, gatewayPods(service), { port: ports[which], protocol: 'TCP' });
}

/** Returns whether the policies for egress let pods connect, or may let pods connect: labels of a Namespace can be unknown. */
export function mayOpen(
  mesh: Mesh,
  confinement: Confinement,
  to: Endpoint,
  { port, protocol }: { readonly port: number; readonly protocol: Protocol },
): boolean {
  const verdict = connectionVerdict(networkPoliciesOf(mesh), { from: confinedPod(confinement), to, port, protocol });
  return verdict.allowed || verdict.denies === 'ingress' || verdict.assumptions.length > 0;
}

/**
 * Returns the confined pods that reach a gateway, with the policy that confines the pods. A policy that names the port of the Service is
 * meant for the gateway too.
 */
export function confinedClients(mesh: Mesh): readonly (Confinement & { readonly policy: Evidence })[] {
  return confinementsOf(mesh).flatMap((confinement) => {
    const [policy] = confinement.policies;
    const isClient = confinement.client.entrances.some(
      (entrance) => reaches(mesh, confinement, entrance, 'targetPort') || reaches(mesh, confinement, entrance, 'port'),
    );
    return policy && isClient ? [{ ...confinement, policy }] : [];
  });
}
