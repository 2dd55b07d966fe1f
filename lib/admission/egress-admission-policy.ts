import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { meshOf } from '../construct/mesh';
import { writeClusterObject } from '../construct/write-object';
import { gatewayFactsOf, refuseForeign, refuseStranger } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { GatewayFacts, gatewayKey, serviceHost } from '../model/gateway-facts';
import { admissionBindingSpec, AdmissionPolicy, admissionPolicySpec } from '../policy/admission/admission-policy';
import { endpointPolicy } from '../policy/admission/endpoints';
import { networkPolicy } from '../policy/admission/networks';
import { proxyPolicy } from '../policy/admission/proxies';
import { routingPolicy } from '../policy/admission/routing';
import { Deployers } from '../policy/admission/tenants';
import { workloadPolicy } from '../policy/admission/workloads';
import { admissionProblems } from './admission-problems';
import { Deployer } from './deployer';
import { EgressAdmissionPolicyProps } from './egress-admission-policy-props';
import { readAdmission } from './read-admission';

/**
 * Keeps tenants from making what gets around their sidecars or takes what is the gateway's: ValidatingAdmissionPolicies, which the
 * API server itself enforces. An `EgressLockdownPolicy` holds what a pod may reach; this holds what a namespace may contain, where
 * the network cannot (pods on the node's network) or should not have to.
 *
 * - **workloads**: pods that switch the sidecar off or traffic past it by annotation or label, use the node's network, run as the
 *   proxy's user or group in any container, may change the redirection (NET_ADMIN, privileged), or replace the proxy. For
 *   everybody, since controllers make pods in others' names.
 * - **endpoints**: Services of type ExternalName or with externalIPs, endpoints made by hand.
 * - **networks**: NetworkPolicies about what goes out, which add up, so that a tenant's own would open the lockdown; those of Cilium,
 *   Calico and Antrea altogether.
 * - **routing**: VirtualServices for other hosts than the namespace's own or to outside it, ServiceEntries, DestinationRules for
 *   what is no Service of the cluster, Gateways that may select the gateway's pods, Sidecars, EnvoyFilters, ProxyConfigs,
 *   WorkloadEntries.
 * - **proxies**: shells in the sidecar's container.
 *
 * All but the first are for tenants only: `deployers` and the cluster's controllers pass. It needs Kubernetes 1.30. What is there
 * already stays: the API server asks when something is made, changed or deleted. Pods without a sidecar are not refused where
 * a namespace is not labelled for injection; the lockdown holds them.
 *
 * ```yaml
 * kind: ValidatingAdmissionPolicy
 * metadata: { name: egress-workloads.istio-egressgateway.istio-system }
 * spec:
 *   failurePolicy: Fail
 *   validations:
 *     - expression: "(!has(object.spec.hostNetwork) || !object.spec.hostNetwork) && ..."
 *       message: "egress is locked down here: the node's network and processes are not for workloads (hostNetwork, hostPID)"
 * ---
 * kind: ValidatingAdmissionPolicyBinding
 * metadata: { name: egress-workloads.istio-egressgateway.istio-system }
 * spec:
 *   policyName: egress-workloads.istio-egressgateway.istio-system
 *   validationActions: [Deny]
 *   matchResources:
 *     namespaceSelector:
 *       matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [payments] }]
 * ```
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
 * new EgressAdmissionPolicy(chart, 'admission', {
 *   gateway,
 *   deployers: [Deployer.serviceAccount('argocd', 'argocd-application-controller')],
 * });
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 * @see https://istio.io/latest/news/security/istio-security-2026-002/
 */
export class EgressAdmissionPolicy extends Construct {
  /** The gateway whose clients are held to it. */
  public readonly gateway: IEgressGateway;
  /** Who is no tenant. */
  public readonly deployers: readonly Deployer[];
  /** The ValidatingAdmissionPolicies: workloads, endpoints, networks, routing, proxies. The first is the construct's `node.defaultChild`. */
  public readonly policies: readonly ApiObject[];
  /** What puts them in force in the namespaces: a ValidatingAdmissionPolicyBinding for each, in the same order. */
  public readonly bindings: readonly ApiObject[];

  private readonly named: readonly string[];

  /**
   * @throws Error for malformed properties, for the gateway of another app, and for one that has an `EgressAdmissionPolicy`; at
   * synthesis where it is for no namespace, where a deployer is a tenant, or where tenants may name a host of a route
   */
  public constructor(scope: Construct, id: string, props: EgressAdmissionPolicyProps) {
    super(scope, id);
    const read = atPath(this, () => readAdmission(props));
    const facts = gatewayFactsOf(read.gateway);
    atPath(this, () => {
      refuseStranger(this, read.gateway);
      refuseForeign(this, read.gateway, 'the policy on what tenants may make');
      meshOf(this).gateways.writeOnce(facts, 'admission policies', 'EgressAdmissionPolicy', this.node.path);
    });
    this.gateway = read.gateway;
    this.deployers = read.deployers;
    this.named = read.namespaces;
    const policies = policiesOf(facts, read);
    this.policies = policies.map((policy) => this.writePolicy(facts, policy));
    this.bindings = policies.map((policy) => this.writeBinding(facts, policy));
    this.node.defaultChild = this.policies[0];
    this.node.addValidation({ validate: () => [...this.problems(facts, read.hosts)] });
  }

  /** The namespaces of the tenants, sorted: as many as there are by now. */
  public get namespaces(): readonly string[] {
    const led = meshOf(this).namespaces.ledTo(gatewayKey(this.gateway));
    return [...new Set([...led, ...this.named])].sort();
  }

  private writePolicy(facts: GatewayFacts, policy: AdmissionPolicy): ApiObject {
    return writeClusterObject(this, `Policy-${policy.id}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: metadataOf(facts, policy),
      spec: () => admissionPolicySpec(policy),
    });
  }

  private writeBinding(facts: GatewayFacts, policy: AdmissionPolicy): ApiObject {
    const metadata = metadataOf(facts, policy);
    return writeClusterObject(this, `Binding-${policy.id}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: () => admissionBindingSpec(metadata.name, this.namespaces),
    });
  }

  private problems(facts: GatewayFacts, hosts: readonly string[]): readonly string[] {
    return admissionProblems({
      gateway: gatewayKey(facts),
      gatewayNamespace: facts.namespace,
      namespaces: this.namespaces,
      deployedFrom: this.deployers.flatMap(({ name, _namespace }) =>
        _namespace === undefined ? [] : [[name, _namespace] as const],
      ),
      hosts,
      owned: meshOf(this)
        .plan.externalHosts()
        .map(({ host }) => host),
    });
  }
}

/** A name that follows from the gateway alone; neither part of it has a dot. */
function metadataOf({ serviceName, namespace, metadata }: GatewayFacts, { id }: AdmissionPolicy): { name: string } {
  const { labels, annotations } = metadata;
  return {
    name: `egress-${id}.${serviceName}.${namespace}`,
    ...(labels && { labels: { ...labels } }),
    ...(annotations && { annotations: { ...annotations } }),
  };
}

function policiesOf(facts: GatewayFacts, props: Required<EgressAdmissionPolicyProps>): readonly AdmissionPolicy[] {
  const { hosts, proxyImages, podAnnotations: annotations } = props;
  const named = (kind: Deployer['_kind']): string[] =>
    [...new Set(props.deployers.flatMap((each) => (each._kind === kind ? [each.name] : [])))].sort();
  const deployers: Deployers = { users: named('user'), groups: named('group') };
  return [
    workloadPolicy({ proxyImages, annotations }),
    endpointPolicy(deployers),
    networkPolicy(deployers),
    routingPolicy({
      deployers,
      clusterDomain: facts.clusterDomain,
      gatewayNamespace: facts.namespace,
      gatewaySelector: facts.selector,
      gatewayService: serviceHost(facts),
      hosts,
    }),
    proxyPolicy(deployers),
  ];
}
