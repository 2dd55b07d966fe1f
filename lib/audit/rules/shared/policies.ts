import { Manifest } from '../../manifest/manifest';
import { Mesh } from '../../model/mesh';
import { AuthorizationPolicySpec } from '../../policy/authorization-spec';
import { isDryRun } from '../../policy/authorization-policies';
import { GatewayPods } from './gateway-pods';
import { hasLabels } from '../../model/labels';
import { perMesh } from '../../model/per-mesh';

/** An AuthorizationPolicy. */
export interface Policy {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly spec: AuthorizationPolicySpec;
  readonly action: string;
}

/** Returns the AuthorizationPolicies of the mesh. */
export const policiesOf: (mesh: Mesh) => readonly Policy[] = perMesh(({ manifests }) =>
  manifests
    .filter(({ kind, apiVersion }) => kind === 'AuthorizationPolicy' && apiVersion.startsWith('security.istio.io/'))
    .map((manifest) => {
      const spec = (manifest.spec ?? {}) as AuthorizationPolicySpec;
      return { manifest, spec, namespace: manifest.metadata.namespace ?? 'default', action: spec.action ?? 'ALLOW' };
    }),
);

/**
 * Returns the policies that apply to pods: those of the namespace of the pods and of the root namespace whose selector selects the pods
 * (`ListAuthorizationPolicies` in `pilot/pkg/model/authorization.go`). A policy with `targetRefs` selects no pods of a Gateway of Istio, and a
 * dry run changes nothing.
 */
export function policiesAt(
  mesh: Mesh,
  { namespace, podLabels }: Pick<GatewayPods, 'namespace' | 'podLabels'>,
): readonly Policy[] {
  return policiesOf(mesh).filter(
    (policy) =>
      (policy.namespace === namespace || policy.namespace === mesh.rootNamespace) &&
      !hasTargets(policy) &&
      !isDryRun(policy.manifest) &&
      hasLabels(podLabels, policy.spec.selector?.matchLabels ?? {}),
  );
}

/** Returns whether a policy is for objects of the Gateway API or for waypoints. */
export function hasTargets({ spec }: Policy): boolean {
  return spec.targetRef !== undefined || (spec.targetRefs ?? []).length > 0;
}
