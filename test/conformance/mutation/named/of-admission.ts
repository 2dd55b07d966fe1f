/** Of what tenants may create. */
import { NamedMutant, ofProgram } from '../named-mutant';

const policy = (name: string): string =>
  `ValidatingAdmissionPolicy default/egress-${name}.istio-egressgateway.istio-system`;
const binding = (name: string): string =>
  `ValidatingAdmissionPolicyBinding default/egress-${name}.istio-egressgateway.istio-system`;

const ofRules = ofProgram('admission/main', [
  {
    name: 'Without the rule for injected containers, a pod can leave out its sidecar',
    change: `${policy('workloads')}: validations[23] dropped`,
    red: 'tenant: a pod with the label that disables injection',
  },
  {
    name: 'Without the rule for annotations, a pod can have text that istiod pastes',
    change: `${policy('workloads')}: validations[0] dropped`,
    red: 'tenant: a pod whose annotation logLevel removes the sidecar',
  },
  {
    name: 'Without the rule for the first init container, a container runs before the redirection',
    change: `${policy('workloads')}: validations[24] dropped`,
    red: 'tenant: a pod with an init container, and sidecars that are not native',
  },
  {
    name: 'Without the rule for merged metrics, an application can redirect the agent of its sidecar',
    change: `${policy('workloads')}: validations[22] dropped`,
    red: 'tenant: a pod whose agent merges the metrics of the application',
  },
  {
    name: 'Without the policy for kinds, a tenant can create what no other policy names',
    change: `${policy('kinds')}: deleted`,
    red: 'tenant: an object of an unknown kind',
  },
  {
    name: 'Without the condition for the cluster, the policy for kinds also stops istiod',
    change: `${policy('kinds')}: matchConditions[0] dropped`,
    red: 'system:serviceaccount:istio-system:istiod: a WorkloadEntry',
  },
  {
    name: 'Without the rule for the host of a DestinationRule, a tenant can change the first hop',
    change: `${policy('routing')}: validations[3] dropped`,
    red: 'tenant: a DestinationRule for the Service of the gateway',
  },
  {
    name: 'Without the condition for groups of deployers, the policies also stop the platform',
    change: `${policy('kinds')}: matchConditions[2] dropped`,
    red: 'administrator: a ServiceEntry',
  },
  {
    name: 'A policy that does not look at deletions lets a tenant delete the lockdown',
    change: `${policy('networks')}: matchConstraints.resourceRules[0].operations[2] dropped`,
    red: 'tenant: the deletion of the lockdown',
  },
  {
    name: 'Without the policy for namespaces, a tenant can switch off the injection of sidecars',
    change: `${policy('namespaces')}: deleted`,
    red: 'tenant: the own namespace with injection disabled',
  },
  {
    name: "Without the policy for shells, a tenant can enter the proxy's container",
    change: `${policy('proxies')}: deleted`,
    red: "tenant: a shell in the proxy's container",
  },
]);

const ofBindings = ofProgram('admission/main', [
  {
    name: 'A binding that only audits admits what its policy refuses',
    change: `${binding('endpoints')}: validationActions[0] -> Audit`,
    red: 'tenant: a Service of type ExternalName',
  },
  {
    name: 'A binding of other namespaces leaves the locked-down namespace open',
    change: `${binding('networks')}: matchResources.namespaceSelector.matchExpressions[0].values[0] -> no-such-namespace`,
    red: 'tenant: a NetworkPolicy that allows all egress',
  },
]);

export const OF_ADMISSION: readonly NamedMutant[] = [...ofRules, ...ofBindings];
