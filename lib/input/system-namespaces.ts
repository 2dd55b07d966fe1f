import { readEach } from './collect';
import { EgressError } from './egress-error';
import { parseNamespaces } from './namespaces';

/** Namespaces of the cluster and of Istio's default installation. An application never runs there. */
export const SYSTEM_NAMESPACES: readonly string[] = ['istio-system', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * Rejects a Namespace object for a namespace that is shared: deleting the manifests would delete the namespace.
 *
 * @param option the property that asks for the object: `createNamespaces`
 * @param rootNamespace Istio's root namespace
 * @throws EgressError if the namespace is a system namespace or `default`
 */
export function assertCreatable(option: string, namespace: string, rootNamespace: string): void {
  if (![...SYSTEM_NAMESPACES, rootNamespace, 'default'].includes(namespace)) return;
  throw EgressError.of({
    code: 'EGR0502',
    problem: `namespace ${namespace} cannot be created by the app`,
    got: namespace,
    allowed: 'a namespace of this app alone: deleting the manifests deletes the namespace and everything in it',
    fix: `remove ${option}, or use another namespace`,
  });
}

/**
 * Rejects namespaces of the cluster and of Istio, and other namespaces on which the mesh depends.
 *
 * @param others Istio's root namespace, and namespaces of gateways, of the control plane and of the cluster's DNS
 * @throws EgressError for every such namespace
 */
export function assertApplicationNamespaces(namespaces: readonly string[], ...others: readonly string[]): void {
  readEach(namespaces, (namespace) => {
    if (![...SYSTEM_NAMESPACES, ...others].includes(namespace)) return;
    throw EgressError.of({
      code: 'EGR0501',
      problem: `namespaces cannot include ${namespace}`,
      got: namespace,
      allowed:
        'namespaces of applications: an object in a namespace of the cluster, of Istio or of a gateway affects the whole mesh',
      fix: `remove "${namespace}" from namespaces`,
    });
  });
}

/**
 * Parses the `namespaces` of a construct for applications. Returns them sorted.
 *
 * @param rootNamespace Istio's root namespace
 * @throws EgressError for a malformed list, and for every namespace of the cluster and of Istio
 */
export function parseApplicationNamespaces(values: readonly string[], rootNamespace: string): readonly string[] {
  const namespaces = parseNamespaces('namespaces', values);
  assertApplicationNamespaces(namespaces, rootNamespace);
  return namespaces;
}
