import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { meshOf, register } from '../construct/mesh';
import { writeClusterObject } from '../construct/write-object';
import { gatewayMetadata } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { cidrsServiceHost, GatewayModel, serviceHost } from '../mesh/gateway';
import { AdmissionRecord } from '../mesh/records';
import { admissionBindingSpec, AdmissionPolicy, admissionPolicySpec } from '../render/admission/admission-policy';
import { endpointPolicy } from '../render/admission/endpoints';
import { namespacePolicy } from '../render/admission/namespaces';
import { networkPolicy } from '../render/admission/networks';
import { proxyPolicy } from '../render/admission/proxies';
import { kindPolicy } from '../render/admission/kinds';
import { GuardedGateway, routingPolicy } from '../render/admission/routing';
import { Subjects } from '../render/admission/tenants';
import { workloadPolicy } from '../render/admission/workloads';
import { AdmissionEnforcement } from './admission-enforcement';
import { Subject } from './subject';
import { EgressAdmissionPolicyProps } from './egress-admission-policy-props';
import { ParsedAdmission, parseAdmission } from './parse-admission';

/** A policy with its id; the policy is derived at synthesis, when every gateway exists. */
interface Written {
  readonly id: AdmissionPolicy['id'];
  readonly policy: () => AdmissionPolicy;
}

/**
 * Rejects objects by which tenants could bypass their sidecars or capture traffic of the gateway: ValidatingAdmissionPolicies, which
 * the API server enforces. An `EgressLockdownPolicy` restricts what a pod may reach; an `EgressAdmissionPolicy` restricts what a
 * namespace may contain.
 *
 * - **workloads**: pods with annotations, fields, volume types, capabilities or resources that no list names, so that a release or a
 *   plugin that is yet to come opens nothing; user or group of the proxy; Istio's containers with another image, arguments, privileges,
 *   environment or volumes than Istio injects; in a namespace with sidecar injection, pods without these containers; containers that
 *   start before the redirection.
 * - **endpoints**: Services of type ExternalName or with externalIPs.
 * - **networks**: NetworkPolicies for egress, which are additive, so that a tenant's policy would open the lockdown.
 * - **routing**: VirtualServices for hosts of other namespaces, or to destinations outside the cluster; DestinationRules for other hosts
 *   than Services of the cluster; Gateways that may select the pods of a gateway of the app; VirtualServices and DestinationRules that
 *   are exported to the whole mesh, since one value that Envoy rejects stops updates of every proxy; RequestAuthentications whose keys
 *   istiod fetches; routes of the Gateway API for Services of other namespaces, to external hosts or to a gateway; an Ingress to another
 *   resource than a Service.
 * - **namespaces**: changes of the namespace labels for sidecar injection and Pod Security.
 * - **proxies**: shells in Istio's containers.
 * - **kinds**: every kind that is not in the list of kinds that tenants may create, in every API group: endpoints, ServiceEntries,
 *   Sidecars and EnvoyFilters, policies of network plugins, and kinds that do not exist yet. Status subresources belong to controllers.
 *
 * The workload policy applies to the creation of pods by all subjects, because controllers create pods for others, and to changes of
 * existing pods by tenants. The other policies apply to tenants only, not to `deployers`, the controllers of kube-system, the scheduler
 * and nodes. The policies for endpoints, namespaces and kinds do not apply to `trustedControllers` either.
 *
 * The construct needs Kubernetes 1.30. The policies apply when an object is created, changed or deleted, not to existing objects. The
 * policies admit pods without a sidecar in a namespace without the injection label, and images whose own user is the proxy's. The
 * lockdown restricts these pods. Cluster-scoped objects are not restricted: grant tenants no permission for them.
 *
 * ```yaml
 * kind: ValidatingAdmissionPolicy
 * metadata: { name: egress-workloads.istio-egressgateway.istio-system }
 * spec:
 *   failurePolicy: Fail
 *   validations:
 *     - expression: "size(variables.refusedFields) == 0"
 *       message: "egress is locked down: pods cannot have fields outside the list of the EgressAdmissionPolicy (allowedPodFields)"
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
 *   deployers: [Subject.serviceAccount('argocd', 'argocd-application-controller')],
 * });
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 * @see https://istio.io/latest/news/security/istio-security-2026-002/
 */
export class EgressAdmissionPolicy extends Construct {
  /** The gateway whose clients the policies apply to. */
  public readonly gateway: IEgressGateway;
  /** The subjects that are not tenants. */
  public readonly deployers: Subject[];
  /** The ValidatingAdmissionPolicies: workloads, endpoints, networks, routing, namespaces, proxies, kinds. The first is the construct's `node.defaultChild`. */
  public readonly policies: ApiObject[];
  /** The ValidatingAdmissionPolicyBindings, one per policy, in the same order. */
  public readonly bindings: ApiObject[];

  private readonly record: AdmissionRecord;

  /** @throws EgressError that names every unknown and malformed property, such as a gateway of another mesh */
  public constructor(scope: Construct, id: string, props: EgressAdmissionPolicyProps) {
    super(scope, id);
    const read = withConstructPath(this, () => parseAdmission(this, props));
    const gateway = toGatewayModel(props.gateway);
    this.gateway = props.gateway;
    this.deployers = [...read.deployers];
    this.record = this.registerPolicy(gateway, read);
    const policies = policiesOf(this, read);
    this.policies = policies.map((policy) => this.writePolicy(gateway, policy));
    this.bindings = policies.map((policy) => this.writeBinding(gateway, policy, ACTIONS[read.enforcement]));
    this.node.defaultChild = this.policies[0];
  }

  /** The namespaces of tenants, sorted, as declared so far. */
  public get namespaces(): string[] {
    const { gateway, namespaces } = this.record;
    return [...meshOf(this).model.clientNamespacesOf(gateway, namespaces)];
  }

  private registerPolicy(gateway: GatewayModel, read: ParsedAdmission): AdmissionRecord {
    const { model } = register(this);
    const owner = this.node.path;
    const { namespaces, tenantHosts } = read;
    const record = {
      owner,
      gateway,
      namespaces,
      tenantHosts,
      isEnforced: read.enforcement === AdmissionEnforcement.DENY,
      settings: settingsOf(read),
      serviceAccounts: accountsOf([...read.deployers, ...read.trustedControllers]),
    };
    model.admissionPolicies.add(record);
    model.gatewayParts.add({ owner, gateway, construct: 'EgressAdmissionPolicy', needsOwner: true });
    return record;
  }

  private writePolicy(gateway: GatewayModel, { id, policy }: Written): ApiObject {
    return writeClusterObject(this, `Policy-${id}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: metadataOf(gateway, id),
      spec: () => admissionPolicySpec(policy()),
    });
  }

  private writeBinding(gateway: GatewayModel, { id }: Written, actions: readonly string[]): ApiObject {
    const metadata = metadataOf(gateway, id);
    return writeClusterObject(this, `Binding-${id}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: () => admissionBindingSpec(metadata.name, this.namespaces, actions),
    });
  }
}

/** Returns metadata with a name that depends on the gateway only. No part of the name contains a dot. */
function metadataOf(gateway: GatewayModel, id: AdmissionPolicy['id']): { readonly name: string } {
  const name = `egress-${id}.${gateway.serviceName}.${gateway.namespace}`;
  const { namespace: _, ...metadata } = gatewayMetadata(gateway, name);
  return { ...metadata, name };
}

function policiesOf(scope: EgressAdmissionPolicy, read: ParsedAdmission): readonly Written[] {
  const { tenantHosts, tenantKinds, exportToDefaultsToNamespace } = read;
  const { clusterDomain, trustDomain, rootNamespace } = meshOf(scope).model.settings;
  const mesh = { clusterDomain, trustDomain, rootNamespace };
  const deployers = namesOf(read.deployers);
  const trusted = namesOf([...read.deployers, ...read.trustedControllers, ...CLOUD_CONTROLLERS]);
  const routing = (): AdmissionPolicy => {
    const gateways = meshOf(scope).model.gateways.all.flatMap(({ model }) => guarded(model));
    return routingPolicy({ deployers, clusterDomain, gateways, tenantHosts, exportToDefaultsToNamespace });
  };
  return [
    { id: 'workloads', policy: () => workloadPolicy({ ...read, ...mesh, trusted }) },
    { id: 'endpoints', policy: () => endpointPolicy(trusted) },
    { id: 'networks', policy: () => networkPolicy(deployers) },
    { id: 'routing', policy: routing },
    { id: 'namespaces', policy: () => namespacePolicy(trusted) },
    { id: 'proxies', policy: () => proxyPolicy(deployers) },
    { id: 'kinds', policy: () => kindPolicy({ trusted, rootNamespace, tenantKinds }) },
  ];
}

/** The actions of a binding by enforcement. A warning reaches a client only; the audit log also has the requests of controllers. */
const ACTIONS: Readonly<Record<AdmissionEnforcement, readonly string[]>> = {
  [AdmissionEnforcement.DENY]: ['Deny'],
  [AdmissionEnforcement.WARN]: ['Warn', 'Audit'],
  [AdmissionEnforcement.AUDIT]: ['Audit'],
};

/** Returns the settings that another policy for the same namespaces must share. */
function settingsOf({
  namespaces: _,
  deployers,
  trustedControllers,
  ...settings
}: ParsedAdmission): AdmissionRecord['settings'] {
  const names = (all: readonly Subject[]): readonly string[] => [...new Set(all.map(String))].sort();
  const all = { deployers: names(deployers), trustedControllers: names(trustedControllers), ...settings };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** Returns the subjects that are service accounts. */
function accountsOf(subjects: readonly Subject[]): AdmissionRecord['serviceAccounts'] {
  return subjects.flatMap(({ name, _namespace: namespace }) => (namespace === undefined ? [] : [{ name, namespace }]));
}

/** The cloud controller managers, which write addresses of load balancers. Clusters reserve their names. */
const CLOUD_CONTROLLERS = ['system', 'eks'].map((prefix) => Subject.user(`${prefix}:cloud-controller-manager`));

function namesOf(all: readonly Subject[]): Subjects {
  const named = (kind: Subject['_kind']): string[] =>
    [...new Set(all.flatMap((each) => (each._kind === kind ? [each.name] : [])))].sort();
  return { users: named('user'), groups: named('group') };
}

/** Returns a gateway once for each of its Services. */
function guarded(model: GatewayModel): readonly GuardedGateway[] {
  const { namespace, selector, cidrsPort } = model;
  const services = [serviceHost(model), ...(cidrsPort ? [cidrsServiceHost(model)] : [])];
  return services.map((service) => ({ namespace, selector, service }));
}
