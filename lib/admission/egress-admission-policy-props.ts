import { IEgressGateway } from '../gateway/iegress-gateway';
import { AdmissionEnforcement } from './admission-enforcement';
import { IstioInjection } from './istio-injection';
import { Subject } from './subject';

/** Properties of an `EgressAdmissionPolicy`. */
export interface EgressAdmissionPolicyProps {
  /** The gateway whose clients the policies apply to. The app must create it with `new EgressGateway(...)`. */
  readonly gateway: IEgressGateway;
  /**
   * Subjects that apply the platform's manifests. Every other subject is a tenant. Only deployers can apply and delete the objects of
   * this app in the namespaces (NetworkPolicies, Sidecars, routes of teams).
   */
  readonly deployers: Subject[];
  /**
   * Namespaces of tenants, in addition to the namespaces whose `EgressLockdownPolicy` allows the gateway. Namespaces of the cluster, of
   * Istio's installation and of gateways are rejected.
   * @default - no additional namespaces
   */
  readonly namespaces?: string[] | undefined;
  /**
   * Action of the API server on a request that the policies do not allow. Begin with `WARN`, and change to `DENY` when no warnings
   * occur.
   * @default AdmissionEnforcement.DENY
   */
  readonly enforcement?: AdmissionEnforcement | undefined;
  /**
   * Kinds that tenants may create, change and delete, in addition to the kinds of workloads and the kinds that the policies restrict:
   * each as RESOURCE.GROUP, as `kubectl api-resources --output=name` prints it, such as `verticalpodautoscalers.autoscaling.k8s.io`. No
   * other rule restricts a kind of this list. A controller of the kind acts for tenants: name only kinds whose controllers contact no
   * host that a tenant names. Kinds of `networking.istio.io`, `extensions.istio.io` and `discovery.k8s.io` are rejected.
   * @default - none
   */
  readonly tenantKinds?: string[] | undefined;
  /**
   * Hosts that VirtualServices of tenants for the mesh may have, in addition to Services of their namespace: full DNS names without a
   * route. VirtualServices for an ingress gateway may have any host.
   * @default - none
   */
  readonly tenantHosts?: string[] | undefined;
  /**
   * Annotations that pods may have, in addition to the defaults, each with exactly this value:
   * `{ 'proxy.istio.io/config': '{ "holdApplicationUntilProxyStarts": true }' }`.
   * @default - annotations of Kubernetes, Helm, Argo CD, autoscalers and Prometheus, and annotations of Istio that keep the sidecar
   */
  readonly allowedPodAnnotations?: { readonly [key: string]: string } | undefined;
  /**
   * Keys of annotations that pods may have with any value, in addition to the defaults: `example.com/` for all keys of a domain,
   * `example.com/team` or `rollme` for one key. The keys cannot be Istio's.
   * @default - none
   */
  readonly allowedPodAnnotationKeys?: string[] | undefined;
  /**
   * Fields of the PodSpec that pods may have, in addition to the defaults: `hostAliases`, `resourceClaims`, `runtimeClassName`,
   * `shareProcessNamespace`, or a field of a release of Kubernetes that is newer than this library. `hostIPC`, `hostNetwork` and
   * `hostPID` are rejected: no NetworkPolicy applies to the network of the node.
   * @default - none
   */
  readonly allowedPodFields?: string[] | undefined;
  /**
   * Drivers of CSI volumes that pods may have: `secrets-store.csi.k8s.io`. A driver can mount a server outside the cluster.
   * PersistentVolumeClaims of any driver are allowed.
   * @default - none
   */
  readonly allowedCsiDrivers?: string[] | undefined;
  /**
   * Extended resources that containers may have: `nvidia.com/gpu`. The device of a plugin can be a network interface.
   * @default - none: containers may have CPU, memory, ephemeral storage and huge pages
   */
  readonly allowedResources?: string[] | undefined;
  /**
   * The containers that the mesh injects, if these differ from Istio's defaults.
   * @default - the containers of Istio's default profile, of any revision, with or without native sidecars and Istio's CNI plugin
   */
  readonly istioInjection?: IstioInjection | undefined;
  /**
   * Controllers outside kube-system: subjects that may write objects of every kind, every status, Services of every type and labels of
   * namespaces, in addition to the deployers. The rules for pods, NetworkPolicies, routing and shells apply to them. An example is
   * `Subject.serviceAccount('metallb-system', 'controller')`. A service account of a namespace of tenants is rejected.
   * @default - the controllers of kube-system, the scheduler, nodes, istiod, and the cloud controller managers of clouds
   */
  readonly trustedControllers?: Subject[] | undefined;
  /**
   * Whether the mesh configuration exports VirtualServices and DestinationRules to their own namespace by default
   * (`defaultVirtualServiceExportTo` and `defaultDestinationRuleExportTo`, each `['.']`). If true, objects of tenants may omit
   * `exportTo`.
   * @default false
   */
  readonly exportToDefaultsToNamespace?: boolean | undefined;
}
