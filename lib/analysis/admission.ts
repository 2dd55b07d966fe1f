import { gatewayKey } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { AdmissionRecord } from '../mesh/records';
import { Analyzer, error, Finding, inBoth, warning } from './analyzer';

/** Admission policies without effect, and policies that contradict each other. */
export const ADMISSION: readonly Analyzer[] = [
  error('EGR1501', 'An admission policy applies to no namespace.', (mesh) =>
    mesh.admissionPolicies.all
      .filter((policy) => namespacesOf(mesh, policy).length === 0)
      .map(({ owner, gateway }) => ({
        constructPath: owner,
        problem: `the admission policy of gateway ${gatewayKey(gateway)} must apply to a namespace`,
        got: [],
        allowed: 'one namespace or more, in namespaces or in an EgressLockdownPolicy of the mesh',
        fix: 'write namespaces: ["payments"], or lock the client namespaces down in this mesh',
      })),
  ),
  error('EGR1502', 'An admission policy applies to the namespace of a gateway.', (mesh) => {
    const gateways = mesh.gateways.descriptions.map(({ model }) => model.namespace);
    return mesh.admissionPolicies.all.flatMap((policy) =>
      inBoth(namespacesOf(mesh, policy), gateways).map((namespace) => ({
        constructPath: policy.owner,
        problem: `the admission policy cannot apply to ${namespace}, the namespace of a gateway`,
        got: namespacesOf(mesh, policy),
        allowed: "namespaces of tenants: the policy would reject the gateway's own pods",
        fix: `remove "${namespace}" from namespaces`,
      })),
    );
  }),
  error('EGR1503', 'Two admission policies for one namespace have different settings.', (mesh) => {
    const { all } = mesh.admissionPolicies;
    return all.flatMap((later, index) =>
      all.slice(0, index).flatMap((earlier) => {
        const shared = inBoth(namespacesOf(mesh, later), namespacesOf(mesh, earlier));
        const differ = Object.keys(later.settings).filter((name) => later.settings[name] !== earlier.settings[name]);
        if (shared.length === 0 || differ.length === 0) return [];
        return [
          {
            constructPath: later.owner,
            problem: `admission policies for ${shared.join(', ')} must have the same ${differ.join(', ')}`,
            got: { policies: [earlier.owner, later.owner] },
            allowed: 'the same settings for each namespace: a request must pass every policy',
            fix: `write the same ${differ.join(', ')} on both, or remove the namespace from one policy`,
          },
        ];
      }),
    );
  }),
  error('EGR1504', 'A platform subject is a service account of a tenant.', (mesh) =>
    mesh.admissionPolicies.all.flatMap((policy) => {
      const namespaces = namespacesOf(mesh, policy);
      return policy.serviceAccounts
        .filter(({ namespace }) => namespaces.includes(namespace))
        .map(({ name, namespace }) => ({
          constructPath: policy.owner,
          problem: `deployers and trustedControllers cannot have ${name}, a service account of ${namespace}, a namespace of tenants`,
          got: namespace,
          allowed:
            'service accounts of other namespaces: everyone who can create pods in a namespace can use its accounts',
          fix: 'write Subject.serviceAccount("argocd", "argocd-application-controller") with an account of a namespace of the platform',
        }));
    }),
  ),
  error('EGR1505', 'Tenants may route a host of a route.', (mesh) => {
    const routed = mesh.plan.externalHosts().map(({ host }) => host);
    return mesh.admissionPolicies.all.flatMap(({ owner, tenantHosts }) =>
      tenantHosts
        .filter((host) => routed.some((other) => other.name === host || other.covers(host)))
        .map((host) => ({
          constructPath: owner,
          problem: `tenants cannot route ${host}, which has a route through a gateway`,
          got: host,
          allowed: "hosts without a route: a tenant's VirtualService for the host would apply to the whole mesh",
          fix: `remove "${host}" from tenantHosts`,
        })),
    );
  }),
  warning(
    'EGR2105',
    'A route with a credential is in a namespace that no admission policy protects.',
    unprotectedCredentials,
  ),
];

/**
 * Finds routes whose credential follows the VirtualServices of tenants. The gateway sets the header before Envoy chooses the destination,
 * and the server of the host accepts every VirtualService of the namespace of the route. The namespace of the gateway is the platform's.
 */
function unprotectedCredentials(mesh: MeshModel): readonly Finding[] {
  const enforced = mesh.admissionPolicies.all.filter(({ isEnforced }) => isEnforced);
  const covered = new Set(enforced.flatMap((policy) => namespacesOf(mesh, policy)));
  const open = mesh.plan.claims.filter(
    ({ namespace, gateway, ports }) =>
      ports.some(({ credential }) => credential !== undefined) &&
      namespace !== gateway.namespace &&
      !covered.has(namespace),
  );
  // A route has one namespace.
  const namespaceOf = new Map(open.map(({ owner, namespace }) => [owner, namespace]));
  return [...namespaceOf].map(([owner, namespace]) => ({
    constructPath: owner,
    problem: `everyone who can write VirtualServices in ${namespace} can send the credential of the route to another host`,
    got: { namespace },
    allowed:
      'routes with a credential in the namespaces of an EgressAdmissionPolicy that denies, or in the namespace of the gateway',
    fix: `write namespaces: ["${namespace}"] on an EgressAdmissionPolicy, or create the route in a chart of the namespace of the gateway`,
  }));
}

function namespacesOf(mesh: MeshModel, { gateway, namespaces }: AdmissionRecord): readonly string[] {
  return mesh.clientNamespacesOf(gateway, namespaces);
}
