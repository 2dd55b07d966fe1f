import { InputError } from '../input/input-error';
import { SYSTEM_NAMESPACES } from '../input/namespace';
import type { ClusterDns } from './cluster-dns';
import type { ControlPlane } from './control-plane';

/**
 * Refuses namespaces that the lockdown itself depends on.
 *
 * @throws InputError
 */
export function refuseNeededNamespaces(
  namespaces: readonly string[],
  gatewayNamespace: string,
  dns: ClusterDns,
  controlPlane: ControlPlane,
): void {
  const needed = [...dns._namespaces, ...(controlPlane._namespace === undefined ? [] : [controlPlane._namespace])];
  for (const namespace of namespaces) {
    const gateway = namespace === gatewayNamespace;
    if (!gateway && !SYSTEM_NAMESPACES.includes(namespace) && !needed.includes(namespace)) continue;
    throw new InputError({
      problem: `namespace ${namespace} is ${gateway ? "the gateway's own" : "the cluster's or istio's"}`,
      got: namespaces,
      allowed: 'namespaces of applications: the gateway, istiod and the cluster dns must reach what they serve',
      fix: `remove ${namespace} from namespaces`,
    });
  }
}

/**
 * Refuses properties that the policy by labels has no place for, so that nothing is lost silently.
 *
 * @throws InputError
 */
export function refuseIgnoredProps(props: { readonly dns?: ClusterDns; readonly controlPlane?: ControlPlane }): void {
  const ignored = (['dns', 'controlPlane'] as const).filter((key) => props[key] !== undefined);
  if (ignored.length === 0) return;
  throw new InputError({
    problem: `${ignored.join(' and ')} would be ignored`,
    got: 'LockdownMode.BY_LABELS',
    allowed: 'dns and controlPlane with LockdownMode.TIGHT only: by labels, namespaces decide',
    fix: `remove ${ignored.join(' and ')}, or the mode`,
  });
}
