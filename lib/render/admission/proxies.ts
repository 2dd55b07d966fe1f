import { AdmissionPolicy } from './admission-policy';
import { and, listOf } from './cel';
import { INJECTED } from './istio-containers';
import { aboutTenants, Deployers } from './tenants';

/** A shell in a container of Istio's is one of the proxy's user, whose traffic is not redirected. */
export function proxyPolicy(deployers: Deployers): AdmissionPolicy {
  return {
    id: 'proxies',
    matches: [{ apiGroups: [''], resources: ['pods/exec', 'pods/attach'], operations: ['CONNECT'] }],
    conditions: aboutTenants(deployers),
    rules: [
      {
        // Without a name the API server takes the only container there is.
        expression: and('has(dyn(object).container)', `!(dyn(object).container in ${listOf(INJECTED)})`),
        message: "the proxy's containers are not for shells: name another one",
      },
    ],
  };
}
