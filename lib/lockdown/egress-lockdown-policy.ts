import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { atSynth } from '../construct/at-synth';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { tellOnStderr } from '../construct/stderr';
import { writeNamespace, writeObject } from '../construct/write-object';
import { refuseStranger } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { gatewayKey } from '../mesh/gateway';
import { objectName } from '../render/object-name';
import { refuseList } from '../input/variadic';
import { required } from '../input/instance';
import { checkNetworkPolicy } from '../render/network-policy/check';
import { inOrder } from '../render/network-policy/order';
import { lockdownPolicySpec, RULES_BY_LABELS } from '../render/network-policy/lockdown';
import { PeerRule } from '../render/network-policy/peer-rule';
import { cutRoutes } from '../analysis/cut-routes';
import { EgressLockdownPolicyProps } from './egress-lockdown-policy-props';
import { EgressPeer } from './egress-peer';
import { gatewayRule } from './gateway-rule';
import { LockdownMode } from './lockdown-mode';
import { readLockdown } from './read-lockdown';

/**
 * Closes every way out of namespaces but the gateway: one NetworkPolicy per namespace, for all its pods. Istio alone cannot
 * do that, since a pod that gets around its sidecar reaches whatever the network lets it reach.
 *
 * The default is the tightest that works: the cluster's DNS, istiod and the gateway. **It cuts off calls to other pods of the
 * mesh too**, as the policy of Istio's task does: allow them with `allow: [EgressPeer.sameNamespace(), ...]`.
 *
 * It cannot hold pods with `hostNetwork: true`, needs a network plugin that enforces NetworkPolicies, and does not close
 * connections that are open when it is applied.
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
  /** How peers are told. */
  public readonly mode: LockdownMode;
  /** The namespaces that are locked down, sorted. */
  public readonly namespaces: readonly string[];
  /** The NetworkPolicies, one per namespace, in the order of `namespaces`. The first is the construct's `node.defaultChild`. */
  public readonly networkPolicies: readonly ApiObject[];
  /** The Namespace objects that were asked for with `createNamespaces`. */
  public readonly namespaceObjects: readonly ApiObject[];
  /**
   * The `kubectl` commands that label namespaces of others, which `LockdownMode.BY_LABELS` relies on; empty in other modes.
   * They are printed at synthesis: a Namespace object in the manifests would be deleted with them.
   */
  public readonly labelCommands: readonly string[];

  private readonly firstRules: readonly PeerRule[];
  private readonly allowed: PeerRule[] = [];

  /**
   * @throws Error for malformed, duplicate or protected namespaces, for one that another construct locks down, for properties that
   * `LockdownMode.BY_LABELS` would ignore, and for a gateway of another app, also among what stays reachable
   */
  public constructor(scope: Construct, id: string, props: EgressLockdownPolicyProps) {
    super(scope, id);
    const { gateway, namespaces, dns, controlPlane, mode } = atPath(this, () => readLockdown(props));
    const byLabels = mode === LockdownMode.BY_LABELS;
    this.gateway = gateway;
    this.mode = mode;
    this.namespaces = namespaces;
    atPath(this, () => {
      refuseStranger(this, gateway);
      for (const namespace of namespaces) meshOf(this).namespaces.lockDown(namespace, this.node.path);
    });
    this.lead(gateway);
    this.firstRules = byLabels ? RULES_BY_LABELS : [...dns._rules, controlPlane._rule, gatewayRule(gateway)];
    if (props.allow !== undefined) this.allow(props.allow);
    this.labelCommands = byLabels ? labelCommands(gateway.namespace) : [];
    this.namespaceObjects = props.createNamespaces ? namespaces.map((name) => this.writeNamespace(name, props)) : [];
    this.networkPolicies = this.namespaces.map((name) => this.writePolicy(name, byLabels));
    this.node.defaultChild = this.networkPolicies[0];
    atSynth(this, () => (byLabels ? this.printLabelCommands() : this.warnOfCutRoutes()));
  }

  /**
   * Opens the lockdown for more peers.
   * @throws Error for something else than a peer, and for a gateway of another app
   */
  public allowTo(...peers: EgressPeer[]): void {
    atPath(this, () => refuseList('lockdown.allowTo', peers, 'EgressPeer.sameNamespace()'));
    this.allow(peers);
  }

  private allow(peers: readonly EgressPeer[]): void {
    atPath(this, () => {
      required('allow', Array.isArray(peers), peers, '[EgressPeer.sameNamespace()]');
      for (const peer of peers) required('allow', peer instanceof EgressPeer, peer, '[EgressPeer.sameNamespace()]');
      for (const { _gateway } of peers) if (_gateway !== undefined) refuseStranger(this, _gateway);
    });
    this.allowed.push(...peers.map((peer) => peer._rule));
    for (const { _gateway } of peers) if (_gateway !== undefined) this.lead(_gateway);
  }

  private lead(gateway: IEgressGateway): void {
    for (const namespace of this.namespaces) meshOf(this).namespaces.lead(namespace, gatewayKey(gateway));
  }

  private writeNamespace(name: string, { podSecurity }: EgressLockdownPolicyProps): ApiObject {
    atPath(this, () => meshOf(this).namespaces.create(name, this.node.path, 'createNamespaces'));
    return writeNamespace(this, `Namespace-${name}`, name, {
      'istio-injection': 'enabled',
      ...(podSecurity && { 'pod-security.kubernetes.io/enforce': podSecurity.level }),
    });
  }

  private writePolicy(namespace: string, byLabels: boolean): ApiObject {
    const prefix = byLabels ? 'allow-egress-to-istio-system-and-kube-dns' : 'egress-lockdown';
    const policy = writeObject(this, `NetworkPolicy-${namespace}`, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace, name: objectName(prefix, namespace) },
      spec: () => lockdownPolicySpec([...this.firstRules, ...this.allowed]),
      settle: (spec) => {
        checkNetworkPolicy(spec);
        return inOrder(spec, this.firstRules.length);
      },
    });
    return afterNamespaces(policy);
  }

  private warnOfCutRoutes(): void {
    const { gateways, namespaces, plan } = meshOf(this);
    const all = gateways.all().map((facts) => ({
      gateway: gatewayKey(facts),
      routes: plan.routesThrough(facts),
      reachedFrom: namespaces.ledTo(gatewayKey(facts)),
    }));
    for (const text of cutRoutes(this.namespaces, all)) tellOnStderr('warning', this, text);
  }

  private printLabelCommands(): void {
    const commands = this.labelCommands.map((command) => `\n  ${command}`).join('');
    tellOnStderr('note', this, `the lockdown goes by labels that these commands set:${commands}`);
  }
}

function labelCommands(gatewayNamespace: string): readonly string[] {
  const istio = [...new Set(['istio-system', gatewayNamespace])].sort();
  return [
    ...istio.map((namespace) => `kubectl label namespace ${namespace} istio=system`),
    'kubectl label namespace kube-system kube-system=true',
  ];
}
