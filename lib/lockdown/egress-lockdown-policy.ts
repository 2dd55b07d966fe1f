import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { meshOf, register } from '../construct/mesh';
import { writeNamespace, writeObject } from '../construct/write-object';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { assertVariadic } from '../input/variadic';
import { DirectHostRecord, directHostsOf } from '../mesh/direct-hosts';
import { gatewayKey } from '../mesh/gateway';
import { assertNetworkPolicy } from '../render/network-policy/check';
import { directReasons, directRules } from '../render/network-policy/direct';
import { lockdownPolicySpec, RULES_BY_LABELS } from '../render/network-policy/lockdown';
import { withSortedRules } from '../render/network-policy/order';
import { PeerRule } from '../render/network-policy/peer-rule';
import { objectName, podsName } from '../render/object-name';
import { EgressLockdownPolicyProps } from './egress-lockdown-policy-props';
import { EgressPeer } from './egress-peer';
import { gatewayRule } from './gateway-rule';
import { LockdownMode } from './lockdown-mode';
import { EXAMPLE_PEER, ParsedLockdown, parseLockdown } from './parse-lockdown';
import { parsePeers } from './parse-values';

/**
 * Closes every way out of namespaces except the gateway: one NetworkPolicy per namespace, for all its pods, or for those with `podLabels`.
 * Istio alone cannot close these ways, because a pod that bypasses its sidecar reaches whatever the network permits.
 *
 * By default, pods reach the cluster's DNS, istiod and the gateway only. **Requests to other pods of the mesh are cut off too**, as
 * by the policy of Istio's task: allow them with `allowTo: [EgressPeer.sameNamespace(), ...]`.
 *
 * The policy does not apply to pods with `hostNetwork: true`, needs a network plugin that enforces NetworkPolicies, and does not
 * close connections that are open when it is applied.
 *
 * ```yaml
 * kind: NetworkPolicy
 * metadata: { name: egress-lockdown-test-egress, namespace: test-egress }
 * spec:
 *   podSelector: {}
 *   policyTypes: [Egress]
 *   egress:
 *     - to:
 *         - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
 *           podSelector: { matchLabels: { k8s-app: kube-dns } }
 *       ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
 *     # ... istiod on 15012, the gateway's pods on 8080 and 8443
 * ```
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['test-egress'] });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#apply-kubernetes-network-policies
 */
export class EgressLockdownPolicy extends Construct {
  /** The gateway that stays reachable. */
  public readonly gateway: IEgressGateway;
  /** How peers are selected. */
  public readonly mode: LockdownMode;
  /** The namespaces that are locked down, sorted. */
  public readonly namespaces: string[];
  /** The labels of the pods that are locked down; empty for every pod of the namespaces. */
  public readonly podLabels: { readonly [key: string]: string };
  /** The NetworkPolicies, one per namespace, in the order of `namespaces`. The first is the construct's `node.defaultChild`. */
  public readonly networkPolicies: ApiObject[];
  /** The Namespace objects of `createNamespaces`. */
  public readonly namespaceObjects: ApiObject[];
  /**
   * The `kubectl` commands that set the labels of `LockdownMode.NAMESPACE_LABELS`; empty in other modes. A warning at synthesis has
   * the commands too. The manifests cannot hold the labels, since the Namespace objects would be deleted with the manifests.
   */
  public readonly labelCommands: string[];

  private readonly lockedDown: readonly string[];
  private readonly firstRules: readonly PeerRule[];
  private readonly furtherRules: PeerRule[] = [];

  /**
   * @throws EgressError that names every unknown and malformed property, such as a protected namespace, a property that the mode
   * would ignore, or a gateway of another mesh
   */
  public constructor(scope: Construct, id: string, props: EgressLockdownPolicyProps) {
    super(scope, id);
    const read = withConstructPath(this, () => parseLockdown(this, props));
    const { gateway } = props;
    const { rootNamespace } = meshOf(this).model.settings;
    this.gateway = gateway;
    this.mode = read.mode;
    this.lockedDown = read.namespaces;
    this.namespaces = [...read.namespaces];
    this.podLabels = read.podLabels;
    this.labelCommands = this.isByLabels ? labelCommands(rootNamespace, gateway.namespace) : [];
    this.firstRules = this.rulesOf(read);
    this.registerLockdown();
    this.addPeers(read.peers);
    this.namespaceObjects = props.createNamespaces ? this.writeNamespaces(props) : [];
    this.networkPolicies = this.lockedDown.map((name) => this.writePolicy(name));
    this.node.defaultChild = this.networkPolicies[0];
  }

  /**
   * Adds peers that stay reachable.
   * @throws EgressError for every value that is not a peer, and for gateways of other meshes
   */
  public allowTo(...peers: EgressPeer[]): void {
    withConstructPath(this, () => {
      assertVariadic('lockdown.allowTo', peers, EXAMPLE_PEER);
      this.addPeers(parsePeers(this, peers, EXAMPLE_PEER));
    });
  }

  private get isByLabels(): boolean {
    return this.mode === LockdownMode.NAMESPACE_LABELS;
  }

  private rulesOf({ dns, controlPlane }: ParsedLockdown): readonly PeerRule[] {
    if (this.isByLabels) return RULES_BY_LABELS;
    return [...dns._rules, controlPlane._rule, gatewayRule(toGatewayModel(this.gateway))];
  }

  private registerLockdown(): void {
    const { lockedDown: namespaces, podLabels } = this;
    const labelCommands = [...this.labelCommands];
    register(this).model.lockdowns.add({ owner: this.node.path, namespaces, podLabels, labelCommands });
    this.reach(this.gateway);
  }

  private addPeers(peers: readonly EgressPeer[]): void {
    this.furtherRules.push(...peers.map(({ _rule }) => _rule));
    for (const { _gateway } of peers) if (_gateway !== undefined) this.reach(_gateway);
  }

  private reach(gateway: IEgressGateway): void {
    const { podLabels, node } = this;
    const key = gatewayKey(toGatewayModel(gateway));
    for (const namespace of this.lockedDown)
      meshOf(this).model.reaches.add({ owner: node.path, namespace, podLabels, gateway: key });
  }

  private writeNamespaces({ podSecurity }: EgressLockdownPolicyProps): ApiObject[] {
    const { createdNamespaces } = meshOf(this).model;
    const labels = {
      'istio-injection': 'enabled',
      ...(podSecurity && { 'pod-security.kubernetes.io/enforce': podSecurity }),
    };
    return this.lockedDown.map((namespace) => {
      createdNamespaces.add({ owner: this.node.path, namespace });
      return writeNamespace(this, `Namespace-${namespace}`, namespace, labels);
    });
  }

  private directHostsIn(namespace: string): readonly DirectHostRecord[] {
    return directHostsOf(namespace, meshOf(this).model.directHosts.all);
  }

  /** The audit can suppress findings of an object as a whole: ranges of peers have no reason. */
  private withReasons(manifest: object, namespace: string): object {
    if (this.furtherRules.some(({ peers }) => peers.some(({ ipBlock }) => ipBlock !== undefined))) return manifest;
    const reasons = directReasons(this.directHostsIn(namespace));
    const { metadata = {} } = manifest as { readonly metadata?: { readonly annotations?: object } };
    if (Object.keys(reasons).length === 0) return manifest;
    return { ...manifest, metadata: { ...metadata, annotations: { ...reasons, ...metadata.annotations } } };
  }

  private writePolicy(namespace: string): ApiObject {
    const prefix = this.isByLabels ? 'allow-egress-to-istio-system-and-kube-dns' : 'egress-lockdown';
    return writeObject(this, `NetworkPolicy-${namespace}`, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace, name: objectName(prefix, podsName(namespace, this.podLabels)) },
      spec: () =>
        lockdownPolicySpec(
          [...this.firstRules, ...this.furtherRules, ...directRules(this.directHostsIn(namespace))],
          this.podLabels,
        ),
      settle: (spec) => {
        assertNetworkPolicy(spec);
        return withSortedRules(spec, this.firstRules.length);
      },
      finish: (manifest) => this.withReasons(manifest, namespace),
    });
  }
}

function labelCommands(...ofIstio: readonly string[]): string[] {
  const istio = [...new Set(ofIstio)].sort();
  return [
    ...istio.map((namespace) => `kubectl label namespace ${namespace} istio=system`),
    'kubectl label namespace kube-system kube-system=true',
  ];
}
