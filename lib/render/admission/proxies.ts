import { AdmissionPolicy } from './admission-policy';
import { and, listOf } from './cel';
import { INJECTED } from './istio-containers';
import { tenantConditions, Subjects } from './tenants';

/** Rejects shells in Istio's containers: a shell there runs as the proxy's user, whose traffic is not redirected. */
export function proxyPolicy(deployers: Subjects): AdmissionPolicy {
  return {
    id: 'proxies',
    matches: [{ apiGroups: [''], resources: ['pods/exec', 'pods/attach'], operations: ['CONNECT'] }],
    conditions: tenantConditions(deployers),
    rules: [
      {
        // If the request names no container, the API server selects the only one.
        expression: and('has(dyn(object).container)', `!(dyn(object).container in ${listOf(INJECTED)})`),
        message: `exec and attach must name a container other than ${INJECTED.join(', ')}: write --container NAME`,
      },
    ],
  };
}
