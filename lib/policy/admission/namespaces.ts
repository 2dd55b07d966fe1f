import { AdmissionPolicy } from './admission-policy';
import { orEmpty } from './cel';
import { aboutTenants, Deployers } from './tenants';

/** A namespace without the label of injection has pods without sidecars; other labels say what is enforced of its pods. */
export function namespacePolicy(deployers: Deployers): AdmissionPolicy {
  return {
    id: 'namespaces',
    matches: [{ apiGroups: [''], resources: ['namespaces'], operations: ['UPDATE'] }],
    conditions: aboutTenants(deployers),
    rules: [
      {
        expression: `${orEmpty('object.metadata.labels')} == ${orEmpty('oldObject.metadata.labels')}`,
        message:
          'labels of the namespace are for the platform: by them its pods have sidecars, and are held to their standards',
      },
    ],
  };
}
