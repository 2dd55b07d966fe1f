import { AdmissionPolicy } from './admission-policy';
import { Subjects, tenantConditions } from './tenants';

/** Rejects cluster names for external hosts, and external addresses for Services: sidecars treat both as part of the mesh. */
export function endpointPolicy(trusted: Subjects): AdmissionPolicy {
  return {
    id: 'endpoints',
    matches: [{ apiGroups: [''], resources: ['services'], operations: ['CREATE', 'UPDATE'] }],
    conditions: tenantConditions(trusted),
    rules: [
      {
        expression: "!has(object.spec.type) || object.spec.type != 'ExternalName'",
        message:
          'Services cannot be of type ExternalName, which bypasses the gateway; allowed: ClusterIP, NodePort, LoadBalancer',
      },
      {
        expression: '!has(object.spec.externalIPs) || size(object.spec.externalIPs) == 0',
        message: 'externalIPs of a Service must be empty: externalIPs capture traffic to addresses outside the cluster',
      },
    ],
  };
}
