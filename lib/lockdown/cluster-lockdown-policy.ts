import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { meshOf, register } from '../construct/mesh';
import { writeClusterObject } from '../construct/write-object';
import { gatewayMetadata } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { SYSTEM_NAMESPACES } from '../input/system-namespaces';
import { isToken } from '../input/token';
import { assertVariadic } from '../input/variadic';
import { gatewayKey } from '../mesh/gateway';
import { LabelSelector } from '../pods/label-selector';
import { assertNetworkPolicy } from '../render/network-policy/check';
import { clusterNetworkPolicySpec, exceptNamespaces, namesIn } from '../render/network-policy/cluster';
import { lockdownPolicySpec, NetworkPolicySpec } from '../render/network-policy/lockdown';
import { withSortedRules } from '../render/network-policy/order';
import { PeerRule } from '../render/network-policy/peer-rule';
import { ClusterLockdownPolicyProps } from './cluster-lockdown-policy-props';
import { EgressPeer } from './egress-peer';
import { gatewayRule } from './gateway-rule';
import { ParsedClusterLockdown, parseClusterLockdown, parseClusterPeers } from './parse-cluster-lockdown';

/**
 * Closes every way out of the namespaces that a selector selects except the gateway, also of namespaces that are created later: one
 * ClusterNetworkPolicy of the Admin tier, which the API server stores outside every namespace.
 *
 * The policy passes what an `EgressLockdownPolicy` allows (the cluster's DNS, istiod, the gateway and `allowTo`), and denies everything
 * else. NetworkPolicies of a closed namespace can restrict what passes, and cannot open what is denied. A namespace with an
 * `EgressLockdownPolicy` reaches only what both policies allow. The policy opens no route: a new namespace reaches hosts through the
 * gateway when `allowFrom` of a route names the namespace.
 *
 * Platform namespaces that the selector selects lose their egress too: write them in `exemptNamespaces`. The namespaces of the cluster,
 * of Istio, of the DNS, of the control plane and of the gateways of the mesh stay open.
 *
 * The policy needs the CRD of ClusterNetworkPolicy in version v1alpha2, and a network plugin that enforces the policy. The API server
 * accepts the policy from everyone who may create cluster-scoped objects: grant tenants no permission for ClusterNetworkPolicies. The
 * policy does not apply to pods with `hostNetwork: true`.
 *
 * ```yaml
 * apiVersion: policy.networking.k8s.io/v1alpha2
 * kind: ClusterNetworkPolicy
 * metadata: { name: egress-lockdown.istio-egressgateway.istio-system }
 * spec:
 *   tier: Admin
 *   priority: 100
 *   subject:
 *     namespaces:
 *       matchExpressions:
 *         - { key: kubernetes.io/metadata.name, operator: NotIn, values: [istio-system, kube-system, ...] }
 *   egress:
 *     # ... action: Pass for the cluster's DNS, istiod on 15012, the gateway's pods on 8080 and 8443
 *     - action: Deny
 *       to: [{ networks: [0.0.0.0/0, ::/0] }, { namespaces: {} }]
 * ```
 *
 * @example
 * new ClusterLockdownPolicy(chart, 'lockdown', {
 *   gateway,
 *   namespaceSelector: {},
 *   exemptNamespaces: ['calico-system', 'monitoring'],
 * });
 *
 * @see https://network-policy-api.sigs.k8s.io/api-overview/
 */
export class ClusterLockdownPolicy extends Construct {
  /** The gateway that stays reachable. */
  public readonly gateway: IEgressGateway;
  /** The selector of the namespaces that the policy closes. */
  public readonly namespaceSelector: LabelSelector;
  /** The namespaces of the property `exemptNamespaces`, which stay open. */
  public readonly exemptNamespaces: string[];
  /** Precedence among the ClusterNetworkPolicies of the Admin tier, from 0 to 1000. */
  public readonly priority: number;
  /** The ClusterNetworkPolicy, also the construct's `node.defaultChild`. */
  public readonly clusterNetworkPolicy: ApiObject;

  private readonly firstRules: readonly PeerRule[];
  private readonly furtherRules: PeerRule[] = [];

  /** @throws EgressError that names every unknown and malformed property, such as a peer that a ClusterNetworkPolicy cannot express */
  public constructor(scope: Construct, id: string, props: ClusterLockdownPolicyProps) {
    super(scope, id);
    const read = withConstructPath(this, () => parseClusterLockdown(this, props));
    const gateway = toGatewayModel(props.gateway);
    this.gateway = props.gateway;
    this.namespaceSelector = read.namespaceSelector;
    this.exemptNamespaces = [...read.exemptNamespaces];
    this.priority = read.priority;
    this.firstRules = [...read.dns._rules, read.controlPlane._rule, gatewayRule(gateway)];
    this.registerLockdown(read);
    this.addPeers(read.peers);
    this.clusterNetworkPolicy = this.write(read);
    this.node.defaultChild = this.clusterNetworkPolicy;
  }

  /**
   * Adds peers that stay reachable.
   * @throws EgressError for every value that is not a peer, for gateways of other meshes, and for every peer that a ClusterNetworkPolicy
   * cannot express
   */
  public allowTo(...peers: EgressPeer[]): void {
    withConstructPath(this, () => {
      assertVariadic('lockdown.allowTo', peers, "EgressPeer.namespace('databases')");
      this.addPeers(parseClusterPeers(this, peers));
    });
  }

  private registerLockdown(read: ParsedClusterLockdown): void {
    const { namespaceSelector, priority } = read;
    const { model } = register(this);
    const owner = this.node.path;
    const gateway = toGatewayModel(this.gateway);
    const { matchLabels = {}, matchExpressions = [] } = namespaceSelector;
    const selectsAll = Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
    const selected = { selectsAll, names: namesIn(namespaceSelector) };
    model.clusterLockdowns.add({ owner, priority, ...selected, exemptNamespaces: this.exempt(read) });
    model.gatewayParts.add({ owner, gateway, construct: 'ClusterLockdownPolicy', needsOwner: true });
    this.reach(this.gateway);
  }

  private addPeers(peers: readonly EgressPeer[]): void {
    this.furtherRules.push(...peers.map(({ _rule }) => _rule));
    for (const { _gateway } of peers) if (_gateway !== undefined) this.reach(_gateway);
    for (const { _rule } of peers) this.openRanges(_rule);
  }

  private openRanges({ peers, ports }: PeerRule): void {
    const { clusterRanges } = meshOf(this).model;
    const owner = this.node.path;
    const tcpPorts = ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port);
    if (ports.length > 0 && tcpPorts.length === 0) return;
    for (const { ipBlock } of peers) {
      if (ipBlock === undefined) continue;
      const cidr = isToken(ipBlock.cidr) ? undefined : ipBlock.cidr;
      clusterRanges.add({ owner, cidr, ports: tcpPorts });
    }
  }

  private reach(gateway: IEgressGateway): void {
    meshOf(this).model.clusterReaches.add({ owner: this.node.path, gateway: gatewayKey(toGatewayModel(gateway)) });
  }

  private write(read: ParsedClusterLockdown): ApiObject {
    const model = toGatewayModel(this.gateway);
    const name = `egress-lockdown.${model.serviceName}.${model.namespace}`;
    const { namespace: _, ...metadata } = gatewayMetadata(model, name);
    return writeClusterObject(this, 'ClusterNetworkPolicy', {
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata,
      spec: () => lockdownPolicySpec([...this.firstRules, ...this.furtherRules]),
      settle: (spec) => {
        assertNetworkPolicy(spec);
        const sorted = withSortedRules(spec, this.firstRules.length) as NetworkPolicySpec;
        const ofGateways = meshOf(this).model.gateways.all.map(({ model: { namespace } }) => namespace);
        const subject = exceptNamespaces(read.namespaceSelector, [...this.exempt(read), ...ofGateways]);
        return clusterNetworkPolicySpec(sorted, { ...read, subject });
      },
    });
  }

  /** Returns the namespaces that stay open, besides those of gateways: a gateway in a closed namespace reaches no host. */
  private exempt({ exemptNamespaces, dns, controlPlane }: ParsedClusterLockdown): readonly string[] {
    return [
      ...SYSTEM_NAMESPACES,
      meshOf(this).model.settings.rootNamespace,
      ...dns._namespaces,
      ...(controlPlane._namespace === undefined ? [] : [controlPlane._namespace]),
      ...exemptNamespaces,
    ];
  }
}
