/** All mutants of what an example synthesizes. */
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { ADMISSION_BINDING, ADMISSION_POLICY } from './admission-policy';
import { AUTHORIZATION_POLICY } from './authorization-policy';
import { DELETED } from './delete-object';
import { DESTINATION_RULE } from './destination-rule';
import { ENVOY_FILTER } from './envoy-filter';
import { CLUSTER_NETWORK_POLICY } from './cluster-network-policy';
import { canonicalLists } from './fields';
import { GATEWAY } from './gateway';
import { Edit, identityOf, Mutant, Placed } from './mutant';
import { NETWORK_POLICY } from './network-policy';
import { ROLE, ROLE_BINDING } from './role';
import { editsOf, Rule } from './rule';
import { SERVICE_ENTRY } from './service-entry';
import { SIDECAR } from './sidecar';
import { TELEMETRY } from './telemetry';
import { VIRTUAL_SERVICE } from './virtual-service';
import { DEPLOYMENT, SERVICE } from './workload';

/** The rows of each kind. */
export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  DestinationRule: DESTINATION_RULE,
  Gateway: GATEWAY,
  VirtualService: VIRTUAL_SERVICE,
  ServiceEntry: SERVICE_ENTRY,
  AuthorizationPolicy: AUTHORIZATION_POLICY,
  EnvoyFilter: ENVOY_FILTER,
  Sidecar: SIDECAR,
  Telemetry: TELEMETRY,
  NetworkPolicy: NETWORK_POLICY,
  ClusterNetworkPolicy: CLUSTER_NETWORK_POLICY,
  Service: SERVICE,
  Deployment: DEPLOYMENT,
  Role: ROLE,
  RoleBinding: ROLE_BINDING,
  ValidatingAdmissionPolicy: ADMISSION_POLICY,
  ValidatingAdmissionPolicyBinding: ADMISSION_BINDING,
};

/** Kinds of which no field says where traffic goes: they are deleted, and that is all. */
export const DELETED_ONLY: ReadonlySet<string> = new Set([
  'ServiceAccount',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
]);

/** Namespaces are the ground on which a case stands, not what it proves. */
export const LEFT_ALONE: ReadonlySet<string> = new Set(['Namespace']);

/**
 * Each object deleted, and each field that matters changed, one at a time. Every mutant differs from the original and
 * from each other; the first of two ways to the same content counts.
 */
export function mutantsOf(manifests: readonly Manifest[]): readonly Mutant[] {
  const all = manifests.flatMap((manifest, index) =>
    editsIn({ manifest, manifests }).map((edit) => mutantOf(edit, manifests, index)),
  );
  const contentOf = canonicalLists();
  const seen = new Set([contentOf(manifests)]);
  return all.filter((mutant) => {
    const content = contentOf(mutant.manifests);
    const fresh = !seen.has(content);
    seen.add(content);
    return fresh;
  });
}

function editsIn(placed: Placed): Edit[] {
  const { kind } = placed.manifest;
  return LEFT_ALONE.has(kind) ? [] : [DELETED, ...editsOf(RULES[kind] ?? [], placed)];
}

function mutantOf({ operator, field, says, result }: Edit, manifests: readonly Manifest[], index: number): Mutant {
  const target = identityOf(manifests[index] as Manifest);
  const what = field === undefined ? says : `${field} ${says}`;
  return {
    id: `${target.kind} ${target.namespace}/${target.name}: ${what}`,
    operator,
    target,
    ...(field !== undefined && { field }),
    manifests: [...manifests.slice(0, index), ...(result ? [result] : []), ...manifests.slice(index + 1)],
  };
}
