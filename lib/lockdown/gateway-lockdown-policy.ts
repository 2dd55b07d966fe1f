import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { atSynth } from '../construct/at-synth';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { tellOnStderr } from '../construct/stderr';
import { writeObject } from '../construct/write-object';
import { gatewayFactsOf, refuseForeign, refuseStranger } from '../gateway/gateway-facts-of';
import { gatewayMetadata } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { GatewayFacts, gatewayKey } from '../mesh/gateway';
import { objectName } from '../render/object-name';
import { refuseList } from '../input/variadic';
import { required } from '../input/instance';
import { checkNetworkPolicy } from '../render/network-policy/check';
import { gatewayPolicyProblems } from '../analysis/gateway-policy-problems';
import { inOrder } from '../render/network-policy/order';
import { GatewayPolicy, gatewayPolicySpec } from '../render/network-policy/gateway';
import { addressRules, distinctPorts, internet, outsidePorts } from '../render/network-policy/internet';
import { PeerPort, PeerRule, podsIn } from '../render/network-policy/peer-rule';
import { shutOut } from '../analysis/cut-routes';
import { EgressPeer } from './egress-peer';
import { GatewayLockdownPolicyProps } from './gateway-lockdown-policy-props';
import { gatewayRule } from './gateway-rule';
import { readGatewayLockdown } from './read-gateway-lockdown';

/** Istio's own ports on every proxy: metrics of the pod, and of Envoy (https://istio.io/latest/docs/ops/deployment/application-requirements/). */
const METRICS: readonly PeerPort[] = [15020, 15090].map((port) => ({ protocol: 'TCP', port }));

/**
 * Closes the pods of a gateway to everybody but its clients, and their way out to everything but the internet: one NetworkPolicy
 * on them, both ways. It is the other side of an `EgressLockdownPolicy`: the one namespace that reaches outside must be no way
 * around for others, nor a way to what only the cloud and the cluster may see.
 *
 * - **In**, on the gateway's own ports: from the namespaces that the app's lockdowns lead to it, and those named here.
 * - **Out**: the cluster's DNS, istiod, and addresses of the internet on the ports of the app's routes; not private, carrier,
 *   link-local and other special ranges, nor where clouds answer their own machines (metadata), in IPv4, in IPv6 and in IPv4 behind
 *   NAT64. A host with a private address needs `allow: [EgressPeer.cidr('10.20.0.0/16', { ports: [...] })]`, or is an
 *   `ExternalTcpRoute`, whose addresses are open.
 *
 * NetworkPolicies add up: another one that selects the same pods only opens more. The kubelet's probes pass, since what the node
 * itself sends is not held by policies.
 *
 * ```yaml
 * kind: NetworkPolicy
 * metadata: { name: egress-gateway-istio-egressgateway, namespace: istio-system }
 * spec:
 *   podSelector: { matchLabels: { istio: egressgateway } }
 *   policyTypes: [Ingress, Egress]
 *   ingress:
 *     - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: payments } } }]
 *       ports: [{ port: 8080, protocol: TCP }, { port: 8443, protocol: TCP }]
 *   egress:
 *     # ... the cluster's DNS, istiod on 15012
 *     - to:
 *         - ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 169.254.0.0/16, ...] }
 *         - ipBlock: { cidr: ::/0, except: [fc00::/7, fe80::/10, ...] }
 *       ports: [{ port: 443, protocol: TCP }]
 * ```
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'] });
 * new GatewayLockdownPolicy(chart, 'gateway-lockdown', { gateway });
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class GatewayLockdownPolicy extends Construct {
  /** The gateway whose pods are closed. */
  public readonly gateway: IEgressGateway;
  /** The NetworkPolicy, also the construct's `node.defaultChild`. */
  public readonly networkPolicy: ApiObject;

  private readonly allowed: PeerRule[] = [];

  /**
   * @throws Error for malformed properties, for the gateway of another app, and for one that another construct closes; at synthesis
   * where nobody may call the gateway, or where it may connect to no port
   */
  public constructor(scope: Construct, id: string, props: GatewayLockdownPolicyProps) {
    super(scope, id);
    const read = atPath(this, () => readGatewayLockdown(props));
    const facts = gatewayFactsOf(read.gateway);
    atPath(this, () => {
      refuseStranger(this, read.gateway);
      refuseForeign(this, read.gateway, 'the policy on its pods');
      meshOf(this).gateways.writeOnce(facts, 'policies on its pods', 'GatewayLockdownPolicy', this.node.path);
    });
    this.gateway = read.gateway;
    this.allowTo(...read.allow);
    const policy = (): GatewayPolicy => this.policy(facts, read);
    // What is given first stays as it is, for the reader: DNS, istiod, the internet.
    this.networkPolicy = this.write(facts, policy, read.dns._rules.length + 2);
    this.node.defaultChild = this.networkPolicy;
    this.node.addValidation({ validate: () => [...gatewayPolicyProblems(gatewayKey(facts), policy())] });
    atSynth(this, () => this.warnOfShutOut(facts, read.namespaces));
  }

  /**
   * Lets the gateway reach more.
   * @throws Error for something else than a peer, and for a gateway of another app
   */
  public allowTo(...peers: EgressPeer[]): void {
    atPath(this, () => {
      refuseList('policy.allowTo', peers, "EgressPeer.cidr('10.20.0.0/16')");
      for (const peer of peers) {
        required('allow', peer instanceof EgressPeer, peer, "[EgressPeer.cidr('10.20.0.0/16')]");
        if (peer._gateway !== undefined) refuseStranger(this, peer._gateway);
      }
    });
    this.allowed.push(...peers.map((peer) => peer._rule));
  }

  private write(facts: GatewayFacts, policy: () => GatewayPolicy, first: number): ApiObject {
    const written = writeObject(this, 'NetworkPolicy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: gatewayMetadata(facts, objectName('egress-gateway', facts.serviceName)),
      spec: () => gatewayPolicySpec(policy()),
      settle: (spec) => {
        checkNetworkPolicy(spec);
        return inOrder(spec, first);
      },
    });
    return afterNamespaces(written);
  }

  private clients(facts: GatewayFacts, named: readonly string[]): readonly string[] {
    return [...new Set([...meshOf(this).namespaces.ledTo(gatewayKey(facts)), ...named])].sort();
  }

  private warnOfShutOut(facts: GatewayFacts, named: readonly string[]): void {
    const routes = meshOf(this).plan.routesThrough(facts);
    for (const text of shutOut(this.clients(facts, named), routes)) tellOnStderr('warning', this, text);
  }

  private policy(facts: GatewayFacts, props: Required<GatewayLockdownPolicyProps>): GatewayPolicy {
    const { namespaces, ports, insideCidrs, scrapedFrom, dns, controlPlane } = props;
    const mesh = meshOf(this);
    const clients = this.clients(facts, namespaces);
    const externals = mesh.plan.externalHosts().filter(({ gateway }) => gatewayKey(gateway) === gatewayKey(facts));
    const outside = distinctPorts([...outsidePorts(externals), ...ports.map(({ _port }) => _port)]);
    return {
      selector: facts.selector,
      ingress: [
        { peers: clients.map((name) => podsIn(name)), ports: gatewayRule(props.gateway).ports },
        ...(scrapedFrom.length > 0 ? [{ peers: scrapedFrom.map((name) => podsIn(name)), ports: METRICS }] : []),
      ],
      egress: [
        ...dns._rules,
        controlPlane._rule,
        internet(outside, insideCidrs),
        ...addressRules(externals),
        ...this.allowed,
      ],
    };
  }
}
