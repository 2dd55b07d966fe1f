import { AdmissionPolicy } from './admission-policy';
import { and, or } from './cel';
import { aboutTenants, Deployers } from './tenants';

/** Names inside the cluster that lead outside: a sidecar takes them for the mesh's own. */
export function endpointPolicy(deployers: Deployers): AdmissionPolicy {
  const service = (condition: string): string => or("request.resource.resource != 'services'", condition);
  return {
    id: 'endpoints',
    matches: [
      { apiGroups: [''], resources: ['services', 'endpoints'], operations: ['CREATE', 'UPDATE'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], operations: ['CREATE', 'UPDATE'] },
    ],
    conditions: aboutTenants(deployers),
    rules: [
      {
        expression: service("!has(dyn(object).spec.type) || dyn(object).spec.type != 'ExternalName'"),
        message: 'a Service of type ExternalName leads around the gateway',
      },
      {
        expression: service(and('!has(dyn(object).spec.externalIPs) || size(dyn(object).spec.externalIPs) == 0')),
        message: 'externalIPs of a Service take the traffic to addresses outside',
      },
      {
        expression: "request.resource.resource == 'services'",
        message: 'endpoints made by hand lead around the gateway; those of a Service come from its selector',
      },
    ],
  };
}
