import { AdmissionPolicy } from './admission-policy';
import { and, listOf, not, or, quoted } from './cel';
import { aboutTenants, Deployers } from './tenants';

/** Names inside the cluster that lead outside, and addresses outside that lead inside: both are taken for the mesh's own. */
export function endpointPolicy(deployers: Deployers): AdmissionPolicy {
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
    conditions: { ...aboutTenants(deployers), 'not-a-node': "!request.userInfo.username.startsWith('system:node:')" },
    rules: [
      {
        expression: service("!has(dyn(object).spec.type) || dyn(object).spec.type != 'ExternalName'"),
        message: 'a Service of type ExternalName leads around the gateway',
      },
      {
        expression: service('!has(dyn(object).spec.externalIPs) || size(dyn(object).spec.externalIPs) == 0'),
        message: 'externalIPs of a Service take the traffic to addresses outside',
      },
      {
        expression: or(not(isStatusOf('services')), unchanged('loadBalancer')),
        message:
          'the addresses of a load balancer take the traffic to them: they are for its controller, as one of the deployers',
      },
      {
        expression: or(not(isStatusOf('pods')), and(unchanged('podIP'), unchanged('podIPs'))),
        message: "a pod's addresses are for its node: Services lead there",
      },
      {
        expression: `request.resource.resource in ${listOf(['services', 'pods'])}`,
        message: 'endpoints made by hand lead around the gateway; those of a Service come from its selector',
      },
    ],
  };
}

function is(resource: string): string {
  return `request.resource.resource == ${quoted(resource)}`;
}

function isStatusOf(resource: string): string {
  return and(is(resource), 'has(request.subResource)', "request.subResource == 'status'");
}

/** Whether a field of the status is what it was; one that is empty is none. */
function unchanged(field: string): string {
  const of = (object: string): string => {
    const status = `dyn(${object}).status`;
    return `(has(${status}) && has(${status}.${field}) && size(${status}.${field}) > 0 ? [${status}.${field}] : [])`;
  };
  return `${of('object')} == ${of('oldObject')}`;
}
