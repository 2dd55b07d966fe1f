import { Labels } from '../input/labels';
import { DirectHostRecord } from './direct-hosts';
import { EgressPlan } from './egress-plan';
import { GatewayModel, gatewayKey } from './gateway';
import { Gateways } from './gateways';
import { distinctSecretKeys, SecretKey } from './http-credential-model';
import { Ledger } from './ledger';
import { OutboundTrafficPolicyMode } from './outbound-traffic-policy-mode';
import { EVERY_POD, includesPodsOf } from './pod-labels';
import { credentialsOf } from './route-through';
import {
  AdmissionRecord,
  ClusterLockdownRecord,
  ClusterRangeRecord,
  ClusterReachRecord,
  GatewayLockdownRecord,
  GatewayPartRecord,
  LockdownRecord,
  NamespaceRecord,
  ReachRecord,
  SidecarRecord,
} from './records';

/** The settings of a mesh that its manifests depend on. */
export interface MeshSettings {
  readonly clusterDomain: string;
  /** The trust domain of callers; further trust domains have the same meaning. */
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  /** Istio's root namespace. */
  readonly rootNamespace: string;
  /** The mesh-wide default for unknown hosts. */
  readonly outboundTrafficPolicy: OutboundTrafficPolicyMode;
  /** Domains of the organization whose hosts are outside the mesh. */
  readonly externalDomains: readonly string[];
  /** Whether ServiceEntries have a sync wave of Argo CD behind the waves of their rules. */
  readonly syncWaves: boolean;
}

/** The settings of Istio's default profile. */
export const DEFAULT_SETTINGS: MeshSettings = {
  clusterDomain: 'cluster.local',
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  rootNamespace: 'istio-system',
  outboundTrafficPolicy: OutboundTrafficPolicyMode.ALLOW_ANY,
  externalDomains: [],
  syncWaves: false,
};

/**
 * Everything that the constructs of one mesh declare, as plain data. The checks of `analysis/` and the objects are derived from the
 * model; nothing is derived from the order of construction.
 */
export class MeshModel {
  private changes = 0;
  private readonly changed = (): void => {
    this.changes += 1;
  };

  public readonly plan = new EgressPlan(this.changed);
  public readonly gateways = new Gateways(this.changed);
  public readonly lockdowns = new Ledger<LockdownRecord>(this.changed);
  public readonly reaches = new Ledger<ReachRecord>(this.changed);
  public readonly clusterLockdowns = new Ledger<ClusterLockdownRecord>(this.changed);
  public readonly clusterReaches = new Ledger<ClusterReachRecord>(this.changed);
  public readonly clusterRanges = new Ledger<ClusterRangeRecord>(this.changed);
  public readonly sidecars = new Ledger<SidecarRecord>(this.changed);
  public readonly createdNamespaces = new Ledger<NamespaceRecord>(this.changed);
  public readonly gatewayParts = new Ledger<GatewayPartRecord>(this.changed);
  public readonly gatewayLockdowns = new Ledger<GatewayLockdownRecord>(this.changed);
  public readonly directHosts = new Ledger<DirectHostRecord>(this.changed);
  public readonly admissionPolicies = new Ledger<AdmissionRecord>(this.changed);

  public constructor(public readonly settings: MeshSettings = DEFAULT_SETTINGS) {}

  /** A number that every registration raises. */
  public get revision(): number {
    return this.changes;
  }

  /**
   * Returns the client namespaces of a gateway, sorted: those from which lockdowns leave the gateway reachable, and those that a
   * policy adds.
   */
  public clientNamespacesOf(gateway: GatewayModel, added: readonly string[] = []): readonly string[] {
    const key = gatewayKey(gateway);
    const reaching = this.reaches.all.flatMap((reach) => (reach.gateway === key ? [reach.namespace] : []));
    return [...new Set([...reaching, ...added])].sort();
  }

  /** Returns the values of Secrets that the pods of a gateway need: of routes of this app, and those that the gateway declares. */
  public secretKeysOf(gateway: GatewayModel): readonly SecretKey[] {
    const key = gatewayKey(gateway);
    const declared = this.gateways.descriptionsOf(key).flatMap(({ secretKeys }) => secretKeys);
    return distinctSecretKeys([...declared, ...this.plan.routesThrough(key).flatMap(credentialsOf)]);
  }

  /**
   * Returns whether a lockdown closes every pod with these labels in a namespace. A lockdown of some pods does not close the namespace.
   *
   * @param podLabels labels of the pods; empty for every pod
   */
  public isLockedDown(namespace: string, podLabels: Labels = EVERY_POD): boolean {
    if (this.clusterLockdownsOf(namespace).length > 0) return true;
    return this.lockdowns.all.some(
      (lockdown) => lockdown.namespaces.includes(namespace) && includesPodsOf(lockdown.podLabels, podLabels),
    );
  }

  /**
   * Returns the lockdowns of the cluster that are certain to close a namespace: those of every namespace. The model does not contain the
   * labels of namespaces.
   */
  public clusterLockdownsOf(namespace: string): readonly ClusterLockdownRecord[] {
    const closing = this.clusterLockdowns.all.filter(
      ({ selectsAll, exemptNamespaces }) => selectsAll && !exemptNamespaces.includes(namespace),
    );
    return closing.length > 0 && this.gateways.haveNamespace(namespace) ? [] : closing;
  }
}
