import { Labels } from '../input/labels';
import { GatewayModel } from './gateway';
import { OutboundTrafficPolicyMode } from './outbound-traffic-policy-mode';

/** A construct that closes namespaces with NetworkPolicies. */
export interface LockdownRecord {
  /** Path of the construct. */
  readonly owner: string;
  readonly namespaces: readonly string[];
  /** The labels of the pods that are closed; empty for every pod. */
  readonly podLabels: Labels;
  /** The `kubectl` commands that set the labels that the lockdown relies on; empty if the lockdown relies on no labels. */
  readonly labelCommands: readonly string[];
}

/** A gateway that a lockdown leaves reachable from a namespace. */
export interface ReachRecord {
  readonly owner: string;
  readonly namespace: string;
  /** The labels of the pods that reach the gateway; empty for every pod. */
  readonly podLabels: Labels;
  /** Key of the gateway: `istio-system/istio-egressgateway`. */
  readonly gateway: string;
}

/** A construct that closes namespaces by their labels with a ClusterNetworkPolicy. */
export interface ClusterLockdownRecord {
  readonly owner: string;
  readonly priority: number;
  /** Whether the lockdown selects every namespace. */
  readonly selectsAll: boolean;
  /** The names of the only namespaces that the lockdown can select; undefined if its selector has no names. */
  readonly names?: readonly string[] | undefined;
  /** The namespaces that stay open although they are selected, besides those of gateways. */
  readonly exemptNamespaces: readonly string[];
}

/** A gateway that a lockdown of the cluster leaves reachable. */
export interface ClusterReachRecord {
  readonly owner: string;
  /** Key of the gateway: `istio-system/istio-egressgateway`. */
  readonly gateway: string;
}

/** A range of addresses that a lockdown of the cluster leaves reachable. */
export interface ClusterRangeRecord {
  readonly owner: string;
  /** The range; undefined if the range is a token. */
  readonly cidr: string | undefined;
  /** Empty for every port. */
  readonly ports: readonly number[];
}

/** A construct that writes the Sidecars of namespaces. */
export interface SidecarRecord {
  readonly owner: string;
  readonly namespaces: readonly string[];
  /** The labels of the pods whose sidecars are configured; empty for every pod. */
  readonly podLabels: Labels;
  readonly mode: OutboundTrafficPolicyMode;
  /**
   * The gateway that receives requests for unknown hosts.
   * @default - none
   */
  readonly egressProxy?: GatewayModel | undefined;
}

/** A Namespace object that a construct writes. */
export interface NamespaceRecord {
  readonly owner: string;
  readonly namespace: string;
}

/** A construct that writes the objects of a gateway for which only one construct may be responsible. */
export interface GatewayPartRecord {
  readonly owner: string;
  readonly gateway: GatewayModel;
  /** Class of the construct: `EgressTelemetry`. */
  readonly construct: string;
  /** Whether only the app that owns the gateway may create the construct. */
  readonly needsOwner: boolean;
}

/** A construct that closes the pods of a gateway. */
export interface GatewayLockdownRecord {
  readonly owner: string;
  readonly gateway: GatewayModel;
  /** The namespaces that may call the gateway, in addition to those from which lockdowns leave the gateway reachable. */
  readonly clientNamespaces: readonly string[];
  /** The ranges that are inside the network, in addition to private ranges. */
  readonly internalCidrs: readonly string[];
  /** Whether the gateway may connect to ports in addition to those of routes. */
  readonly hasExternalPorts: boolean;
}

/** A construct that restricts what tenants may create. */
export interface AdmissionRecord {
  readonly owner: string;
  readonly gateway: GatewayModel;
  /** The namespaces of tenants, in addition to those from which lockdowns leave the gateway reachable. */
  readonly namespaces: readonly string[];
  /** The properties that another policy for the same namespaces must share, each as text. */
  readonly settings: Readonly<Record<string, string>>;
  /** Subjects that are not tenants and are service accounts, with their namespaces. */
  readonly serviceAccounts: readonly { readonly name: string; readonly namespace: string }[];
  /** Whether the API server refuses what the policy rejects. */
  readonly isEnforced: boolean;
  /** Hosts that tenants may route. */
  readonly tenantHosts: readonly string[];
}
