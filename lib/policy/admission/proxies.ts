import { AdmissionPolicy } from './admission-policy';
import { aboutTenants, Deployers } from './tenants';

/** A shell in the proxy's container is one of the proxy's user, whose traffic is not redirected. */
export function proxyPolicy(deployers: Deployers): AdmissionPolicy {
  return {
    id: 'proxies',
    matches: [{ apiGroups: [''], resources: ['pods/exec', 'pods/attach'], operations: ['CONNECT'] }],
    conditions: aboutTenants(deployers),
    rules: [
      {
        expression: "!has(dyn(object).container) || dyn(object).container != 'istio-proxy'",
        message: "the proxy's container is not for shells",
      },
    ],
  };
}
