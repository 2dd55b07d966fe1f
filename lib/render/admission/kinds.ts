import { AdmissionMatch, AdmissionPolicy } from './admission-policy';
import { ROUTES } from './gateway-api';
import { Subjects, tenantConditions } from './tenants';

const statusOf = (resource: string): string => `${resource}/status`;

/** Settings of the rule for kinds. */
export interface KindFacts {
  readonly trusted: Subjects;
  /** Namespace of istiod. */
  readonly rootNamespace: string;
  /** Further kinds of tenants, as RESOURCE.GROUP. */
  readonly tenantKinds: readonly string[];
}

/**
 * The resources of tenants by API group, with the subresources that a user or an application writes, and the status of routes, which
 * ingress controllers write and nothing of the mesh reads.
 */
const TENANT_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['configmaps', 'events', 'limitranges', 'persistentvolumeclaims', 'podtemplates', 'resourcequotas', 'secrets'],
    ...['pods', 'pods/attach', 'pods/ephemeralcontainers', 'pods/eviction', 'pods/exec'],
    ...['pods/portforward', 'pods/proxy', 'pods/resize'],
    ...['replicationcontrollers', 'replicationcontrollers/scale'],
    ...['serviceaccounts', 'serviceaccounts/token', 'services', 'services/proxy'],
  ],
  apps: [
    ...['controllerrevisions', 'daemonsets', 'deployments', 'deployments/scale'],
    ...['replicasets', 'replicasets/scale', 'statefulsets', 'statefulsets/scale'],
  ],
  'authorization.k8s.io': ['localsubjectaccessreviews'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'coordination.k8s.io': ['leases'],
  'events.k8s.io': ['events'],
  'gateway.networking.k8s.io': ['gateways', ...ROUTES, ...ROUTES.map(statusOf)],
  'networking.istio.io': ['destinationrules', 'gateways', 'virtualservices'],
  'networking.k8s.io': ['ingresses', 'ingresses/status', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'rbac.authorization.k8s.io': ['rolebindings', 'roles'],
  'security.istio.io': ['authorizationpolicies', 'requestauthentications'],
};

/**
 * Rejects every object of a kind that is not a tenant's: ServiceEntries, Sidecars and EnvoyFilters, endpoints, policies and networks of
 * network plugins, and all kinds that do not exist yet. The match excludes the resources of tenants, so the API server does not evaluate
 * CEL for them. Every subresource that is not listed, such as a status with addresses, belongs to controllers.
 */
export function kindPolicy({ trusted, rootNamespace, tenantKinds }: KindFacts): AdmissionPolicy {
  return {
    id: 'kinds',
    matches: [{ ...EVERYTHING, scope: 'Namespaced' }],
    excludes: [...Object.entries(TENANT_RESOURCES).map(ofGroup), ...tenantKinds.map(named)],
    conditions: tenantConditions(trusted, [`system:serviceaccount:${rootNamespace}:istiod`]),
    rules: [
      {
        expression: 'false',
        message:
          'only platform subjects may create, change or delete objects of this kind; allowed: the kinds of workloads, and tenantKinds of the EgressAdmissionPolicy',
        violations: KIND,
      },
    ],
  };
}

/** CEL: the kind as `kubectl api-resources --output=name` prints it, and the subresource. kubectl prints equal warnings once. */
const KIND =
  "[request.resource.resource + (request.resource.group == '' ? '' : '.' + request.resource.group) + " +
  "(has(request.subResource) && request.subResource != '' ? '/' + request.subResource : '')]";

const EVERYTHING: AdmissionMatch = { apiGroups: ['*'], resources: ['*/*'], operations: ['*'] };

function ofGroup([group, resources]: readonly [string, readonly string[]]): AdmissionMatch {
  return { ...EVERYTHING, apiGroups: [group], resources };
}

/** Returns the match of a kind, with its subresources: the controller of the kind can be a tenant's. */
function named(kind: string): AdmissionMatch {
  const dot = kind.indexOf('.');
  const resource = kind.slice(0, dot);
  return ofGroup([kind.slice(dot + 1), [resource, `${resource}/*`]]);
}
