import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { meshOf } from '../construct/mesh';
import { writeClusterObject } from '../construct/write-object';
import { gatewayFactsOf, refuseForeign, refuseStranger } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { GatewayFacts, gatewayKey, serviceHost } from '../mesh/gateway';
import { admissionBindingSpec, AdmissionPolicy, admissionPolicySpec } from '../render/admission/admission-policy';
import { endpointPolicy } from '../render/admission/endpoints';
import { namespacePolicy } from '../render/admission/namespaces';
import { networkPolicy } from '../render/admission/networks';
import { proxyPolicy } from '../render/admission/proxies';
import { GuardedGateway, routingPolicy } from '../render/admission/routing';
import { Deployers } from '../render/admission/tenants';
import { workloadPolicy } from '../render/admission/workloads';
import { admissionProblems, Guard } from '../analysis/admission-problems';
import { Deployer } from './deployer';
import { EgressAdmissionPolicyProps } from './egress-admission-policy-props';
import { readAdmission } from './read-admission';

/** A policy and its id, before it is known what the whole app is. */
interface Written {
  readonly id: AdmissionPolicy['id'];
  readonly policy: () => AdmissionPolicy;
}

/**
 * Keeps tenants from making what gets around their sidecars or takes what is the gateway's: ValidatingAdmissionPolicies, which the
 * API server itself enforces. An `EgressLockdownPolicy` holds what a pod may reach; this holds what a namespace may contain, where
 * the network cannot (pods on the node's network) or should not have to.
 *
 * - **workloads**: pods that switch the sidecar off or traffic past it by annotation or label, use the node's network or files, run as
 *   the proxy's user or group in any container, may change the redirection (NET_ADMIN, privileged), or bring Istio's containers with
 *   another image, arguments, environment or volumes than Istio injects. For everybody, since controllers make pods in others' names.
 * - **endpoints**: Services of type ExternalName, with externalIPs or with a load balancer's addresses, endpoints made by hand, other
 *   addresses of pods.
 * - **networks**: NetworkPolicies about what goes out, which add up, so that a tenant's own would open the lockdown; those of Cilium,
 *   Calico, Antrea and GKE altogether.
 * - **routing**: VirtualServices for other hosts than the namespace's own or to outside it, ServiceEntries, DestinationRules for
 *   what is no Service of the cluster, Gateways that may select the pods of a gateway of the app, Sidecars, EnvoyFilters,
 *   ProxyConfigs, WorkloadEntries and -Groups, WasmPlugins; VirtualServices and DestinationRules that everybody sees, since one value
 *   that Envoy refuses stops every proxy that sees it; RequestAuthentications whose keys istiod fetches; routes of the Gateway API for
 *   others' Services, or to hosts.
 * - **namespaces**: other labels of the namespace by which pods have sidecars, or are held to standards.
 * - **proxies**: shells in Istio's containers.
 *
 * All but the first are for tenants only: `deployers` and the cluster's controllers pass; `controllers` pass endpoints and namespaces.
 * It needs Kubernetes 1.30. What is there already stays: the API server asks when something is made, changed or deleted. Pods without a sidecar are not refused where
 * a namespace is not labelled for injection, nor where an image's own user is the proxy's; the lockdown holds them.
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
  /** The ValidatingAdmissionPolicies: workloads, endpoints, networks, routing, namespaces, proxies. The first is the construct's `node.defaultChild`. */
  public readonly policies: readonly ApiObject[];
  /** What puts them in force in the namespaces: a ValidatingAdmissionPolicyBinding for each, in the same order. */
  public readonly bindings: readonly ApiObject[];

  private readonly named: readonly string[];
  private readonly terms: Guard['terms'];

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
    this.terms = termsOf(read);
    const policies = policiesOf(this, read);
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

  private writePolicy(facts: GatewayFacts, { id, policy }: Written): ApiObject {
    return writeClusterObject(this, `Policy-${id}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: metadataOf(facts, id),
      spec: () => admissionPolicySpec(policy()),
    });
  }

  private writeBinding(facts: GatewayFacts, { id }: Written): ApiObject {
    const metadata = metadataOf(facts, id);
    return writeClusterObject(this, `Binding-${id}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: () => admissionBindingSpec(metadata.name, this.namespaces),
    });
  }

  private get guard(): Guard {
    return { owner: this.node.path, namespaces: this.namespaces, terms: this.terms };
  }

  /** Of two policies one is told what is wrong with both. */
  private earlier(): readonly EgressAdmissionPolicy[] {
    const all = this.node.root.node.findAll().filter((construct) => construct instanceof EgressAdmissionPolicy);
    return all.filter(({ node }) => node.path < this.node.path);
  }

  private problems(facts: GatewayFacts, hosts: readonly string[]): readonly string[] {
    return admissionProblems({
      gateway: gatewayKey(facts),
      gatewayNamespaces: meshOf(this)
        .gateways.all()
        .map(({ namespace }) => namespace),
      others: this.earlier().map((other) => other.guard),
      ...this.guard,
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
function metadataOf({ serviceName, namespace, metadata }: GatewayFacts, id: AdmissionPolicy['id']): { name: string } {
  const { labels, annotations } = metadata;
  return {
    name: `egress-${id}.${serviceName}.${namespace}`,
    ...(labels && { labels: { ...labels } }),
    ...(annotations && { annotations: { ...annotations } }),
  };
}

/** The policies, each as the app is by now: gateways may come later. */
function policiesOf(scope: EgressAdmissionPolicy, props: Required<EgressAdmissionPolicyProps>): readonly Written[] {
  const { hosts, podAnnotations: annotations, privateByDefault } = props;
  const deployers = namesOf(props.deployers);
  const keepers = namesOf([...props.deployers, ...props.controllers, ...CLOUD_CONTROLLERS]);
  const { clusterDomain } = props.gateway;
  const routing = (): AdmissionPolicy => {
    const gateways = meshOf(scope).gateways.all().map(guarded);
    return routingPolicy({ deployers, clusterDomain, gateways, hosts, privateByDefault });
  };
  return [
    { id: 'workloads', policy: () => workloadPolicy({ ...props, clusterDomain, annotations }) },
    { id: 'endpoints', policy: () => endpointPolicy(keepers) },
    { id: 'networks', policy: () => networkPolicy(deployers) },
    { id: 'routing', policy: routing },
    { id: 'namespaces', policy: () => namespacePolicy(keepers) },
    { id: 'proxies', policy: () => proxyPolicy(deployers) },
  ];
}

/** What another policy on the same namespaces must say too. */
function termsOf(props: Required<EgressAdmissionPolicyProps>): Guard['terms'] {
  const names = (all: readonly Deployer[]): readonly string[] => [...new Set(all.map(String))].sort();
  const { hosts, podAnnotations, proxyConfigs, proxyEnv, proxyImages, proxyMounts, redirection, privateByDefault } =
    props;
  const all = {
    ...{
      deployers: names(props.deployers),
      controllers: names(props.controllers),
      hosts,
      podAnnotations,
      proxyConfigs,
    },
    ...{ proxyEnv, proxyImages, proxyMounts, redirection, privateByDefault },
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** They write the addresses of load balancers, under names that a cluster gives to nobody else. */
const CLOUD_CONTROLLERS = ['system', 'eks'].map((who) => Deployer.user(`${who}:cloud-controller-manager`));

function namesOf(all: readonly Deployer[]): Deployers {
  const named = (kind: Deployer['_kind']): string[] =>
    [...new Set(all.flatMap((each) => (each._kind === kind ? [each.name] : [])))].sort();
  return { users: named('user'), groups: named('group') };
}

function guarded(facts: GatewayFacts): GuardedGateway {
  return { namespace: facts.namespace, selector: facts.selector, service: serviceHost(facts) };
}
