import { AdmissionPolicy, AdmissionRule } from './admission-policy';
import { and, listOf, not, or, quoted } from './cel';
import { tenantConditions, Subjects } from './tenants';

/** Rejects cluster names for external hosts, and external addresses for Services: sidecars treat both as part of the mesh. */
export function endpointPolicy(deployers: Subjects): AdmissionPolicy {
  const service = (condition: string): string => or(not(is('services')), condition);
  return {
    id: 'endpoints',
    matches: [
      {
        apiGroups: [''],
        resources: ['services', 'services/status', 'endpoints', 'pods/status'],
        operations: ['CREATE', 'UPDATE'],
      },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], operations: ['CREATE', 'UPDATE'] },
    ],
    conditions: {
      ...tenantConditions(deployers),
      'not-a-node': "!request.userInfo.username.startsWith('system:node:')",
    },
    rules: [
      {
        expression: service("!has(dyn(object).spec.type) || dyn(object).spec.type != 'ExternalName'"),
        message:
          'Services cannot be of type ExternalName, which bypasses the gateway; allowed: ClusterIP, NodePort, LoadBalancer',
      },
      {
        expression: service('!has(dyn(object).spec.externalIPs) || size(dyn(object).spec.externalIPs) == 0'),
        message: 'externalIPs of a Service must be empty: externalIPs capture traffic to addresses outside the cluster',
      },
      ...statusRules(),
      {
        expression: `request.resource.resource in ${listOf(['services', 'pods'])}`,
        message:
          'only platform subjects may create or change Endpoints and EndpointSlices, which can bypass the gateway; allowed: a Service with a selector',
      },
    ],
  };
}

/** Returns the rules for addresses that a status contains. */
function statusRules(): AdmissionRule[] {
  return [
    {
      expression: or(not(isStatusOf('services')), unchanged('loadBalancer')),
      message:
        'only platform subjects, such as trustedControllers of the EgressAdmissionPolicy, may change load balancer addresses of a Service, which capture traffic',
    },
    {
      expression: or(not(isStatusOf('pods')), and(unchanged('podIP'), unchanged('podIPs'))),
      message: "only platform subjects and the pod's node may change podIP and podIPs, which Services send traffic to",
    },
  ];
}

function is(resource: string): string {
  return `request.resource.resource == ${quoted(resource)}`;
}

function isStatusOf(resource: string): string {
  return and(is(resource), 'has(request.subResource)', "request.subResource == 'status'");
}

/** Returns a condition that a field of the status is unchanged. An empty field equals an absent field. */
function unchanged(field: string): string {
  const of = (object: string): string => {
    const status = `dyn(${object}).status`;
    return `(has(${status}) && has(${status}.${field}) && size(${status}.${field}) > 0 ? [${status}.${field}] : [])`;
  };
  return `${of('object')} == ${of('oldObject')}`;
}
