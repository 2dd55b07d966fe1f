import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { LabelSelector } from '../pods/label-selector';

/** Settings of a mesh and its cluster that the manifests do not have. */
export interface MeshOptions {
  /**
   * The root namespace of Istio.
   * @default istio-system
   */
  readonly rootNamespace?: string | undefined;
  /**
   * The namespace of istiod.
   * @default - the root namespace
   */
  readonly istioNamespace?: string | undefined;
  /**
   * The DNS domain of the cluster.
   * @default cluster.local
   */
  readonly clusterDomain?: string | undefined;
  /**
   * The revision of istiod. Objects with the label of another revision have no effect.
   * @default - `default`; each object with the label of another revision is a finding
   */
  readonly revision?: string | undefined;
  /**
   * The trust domain of the mesh.
   * @default cluster.local
   */
  readonly trustDomain?: string | undefined;
  /**
   * Further trust domains of the mesh. A principal of one of the trust domains is a principal of each.
   * @default - none
   */
  readonly trustDomainAliases?: string[] | undefined;
  /**
   * How sidecars handle hosts that are not in the service registry.
   * @default OutboundTrafficPolicyMode.ALLOW_ANY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicyMode | undefined;
  /**
   * The `exportTo` of ServiceEntries without the field.
   * @default - every namespace
   */
  readonly defaultServiceExportTo?: string[] | undefined;
  /**
   * The `exportTo` of VirtualServices without the field.
   * @default - every namespace
   */
  readonly defaultVirtualServiceExportTo?: string[] | undefined;
  /**
   * The `exportTo` of DestinationRules without the field.
   * @default - every namespace
   */
  readonly defaultDestinationRuleExportTo?: string[] | undefined;
  /**
   * Selectors of the namespaces that istiod watches. A namespace that one of the selectors selects is watched.
   * @default - every namespace
   */
  readonly discoverySelectors?: LabelSelector[] | undefined;
  /**
   * Ports whose connections do not pass the sidecar: `5432,6379`. The format is that of `traffic.sidecar.istio.io/excludeOutboundPorts`.
   * @default - none
   */
  readonly excludeOutboundPorts?: string | undefined;
  /**
   * Ranges whose connections do not pass the sidecar: `192.0.2.0/24`. The format is that of
   * `traffic.sidecar.istio.io/excludeOutboundIPRanges`.
   * @default - none
   */
  readonly excludeIPRanges?: string | undefined;
  /**
   * Ranges whose connections pass the sidecar. The format is that of `traffic.sidecar.istio.io/includeOutboundIPRanges`.
   * @default - every range
   */
  readonly includeIPRanges?: string | undefined;
  /**
   * Services of gateways that the manifests do not have.
   * @default - the Services of the gateways of the app
   */
  readonly gatewayServices?: GatewayServiceOptions[] | undefined;
  /**
   * Labels of namespaces, beside the labels in the manifests, by the name of the namespace.
   * @default - none
   */
  readonly namespaceLabels?: { readonly [namespace: string]: { readonly [key: string]: string } } | undefined;
}

/** The Kubernetes Service in front of the pods of a gateway. */
export interface GatewayServiceOptions {
  /** The namespace of the Service. */
  readonly namespace: string;
  /** The name of the Service. */
  readonly name: string;
  /** The labels of the pods behind the Service. A Gateway object selects the pods by these labels. */
  readonly podLabels: { readonly [key: string]: string };
  /** The ports of the Service. */
  readonly ports: GatewayServicePortOptions[];
}

/** A port of the Service of a gateway. */
export interface GatewayServicePortOptions {
  /** The port of the Service. */
  readonly port: number;
  /**
   * The port of the pods.
   * @default - the port of the Service
   */
  readonly targetPort?: number | undefined;
  /**
   * The name of the port, which begins with the protocol.
   * @default - no name
   */
  readonly name?: string | undefined;
}
