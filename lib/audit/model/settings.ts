import { LabelSelector } from './label-selector';

/** The Kubernetes Service in front of a gateway's pods. */
export interface GatewayService {
  readonly namespace: string;
  readonly name: string;
  /** The labels of the pods behind the Service. A Gateway object selects its pods by these labels. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Whether the pods have no further labels: the manifests have a workload behind the Service. */
  readonly hasAllLabels?: boolean;
  readonly ports: readonly GatewayPort[];
  /** Sentences about values of the Service that are not in the manifests. */
  readonly assumptions?: readonly string[];
}

/** A port of the Service of a gateway. */
export interface GatewayPort {
  readonly port: number;
  readonly targetPort: number;
  /** The name, which begins with the protocol. */
  readonly name?: string;
}

/** Settings of a mesh and its cluster that are not in the manifests. */
export interface MeshSettings {
  /** `istio-system` when absent. */
  readonly rootNamespace?: string;
  /** The namespace of istiod; the root namespace when absent. */
  readonly istioNamespace?: string;
  /** `cluster.local` when absent. */
  readonly clusterDomain?: string;
  /** The revision of istiod; `default` when absent. */
  readonly revision?: string;
  /** `cluster.local` when absent. */
  readonly trustDomain?: string;
  /** The mesh's `outboundTrafficPolicy`; `ALLOW_ANY`, Istio's default, when absent. */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Further trust domains of the mesh: a principal of one of them is a principal of each. */
  readonly trustDomainAliases?: readonly string[];
  /** The `exportTo` of objects without the field; every namespace when absent. */
  readonly defaultServiceExportTo?: readonly string[];
  readonly defaultVirtualServiceExportTo?: readonly string[];
  readonly defaultDestinationRuleExportTo?: readonly string[];
  /** The namespaces that istiod watches; every namespace when absent. */
  readonly discoverySelectors?: readonly LabelSelector[];
  /** The ports and ranges of all pods whose connections do not pass the sidecar, in the words of the annotations of pods. */
  readonly excludeOutboundPorts?: string;
  readonly excludeIPRanges?: string;
  readonly includeIPRanges?: string;
  /** The Services of gateways that the manifests do not have. */
  readonly gatewayServices?: readonly GatewayService[];
  /** Labels of namespaces, by name of the namespace. Added to the labels of the manifests. */
  readonly namespaceLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
