import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { meshOf, register } from '../construct/mesh';
import { writeObject } from '../construct/write-object';
import { gatewayMetadata } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { assertVariadic } from '../input/variadic';
import { GatewayModel, sameGateway } from '../mesh/gateway';
import { assertNetworkPolicy } from '../render/network-policy/check';
import { GatewayPolicy, gatewayPolicySpec } from '../render/network-policy/gateway';
import { addressRules, distinctPorts, externalPorts, internet } from '../render/network-policy/internet';
import { withSortedRules } from '../render/network-policy/order';
import { PeerPort, PeerRule, podsIn } from '../render/network-policy/peer-rule';
import { objectName } from '../render/object-name';
import { EgressPeer } from './egress-peer';
import { GatewayLockdownPolicyProps } from './gateway-lockdown-policy-props';
import { gatewayRule } from './gateway-rule';
import { EXAMPLE_PEER, ParsedGatewayLockdown, parseGatewayLockdown } from './parse-gateway-lockdown';
import { parsePeers } from './parse-values';

/** Metrics ports of every proxy (https://istio.io/latest/docs/ops/deployment/application-requirements/). */
const METRICS: readonly PeerPort[] = [15020, 15090].map((port) => ({ protocol: 'TCP', port }));

/**
 * Closes the pods of a gateway: one NetworkPolicy for both directions. The policy is the counterpart of an `EgressLockdownPolicy`:
 * the gateway's namespace reaches the internet, and must not be a way out for other callers, nor a way to addresses that only the
 * cloud and the cluster may reach.
 *
 * - **Ingress**, on the gateway's own ports: from the namespaces from which lockdowns of the mesh leave the gateway reachable, and
 *   from `clientNamespaces`.
 * - **Egress**: the cluster's DNS, istiod, and addresses of the internet on the ports of the routes. Private, carrier-grade,
 *   link-local and other special ranges are closed, and so are the metadata services of clouds, for IPv4, IPv6 and IPv4 behind
 *   NAT64. A host with a private address needs `allowTo: [EgressPeer.cidr('10.20.0.0/16', { ports: [...] })]`, or a route
 *   with `addresses`, with `cidrs`, or with endpoints of `upstream` that are addresses, which are open on the ports of the route.
 *
 * NetworkPolicies add up: another policy for the same pods opens more. Probes of the kubelet are not affected, since NetworkPolicies
 * do not apply to traffic from the node itself.
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

  private readonly furtherRules: PeerRule[] = [];

  /** @throws EgressError that names every unknown and malformed property, such as a gateway of another mesh */
  public constructor(scope: Construct, id: string, props: GatewayLockdownPolicyProps) {
    super(scope, id);
    const read = withConstructPath(this, () => parseGatewayLockdown(this, props));
    const model = toGatewayModel(props.gateway);
    this.gateway = props.gateway;
    this.registerLockdown(model, read);
    this.addPeers(read.peers);
    this.networkPolicy = this.write(model, read);
    this.node.defaultChild = this.networkPolicy;
  }

  /**
   * Adds peers that the gateway may reach.
   * @throws EgressError for every value that is not a peer, and for gateways of other meshes
   */
  public allowTo(...peers: EgressPeer[]): void {
    withConstructPath(this, () => {
      assertVariadic('policy.allowTo', peers, EXAMPLE_PEER);
      this.addPeers(parsePeers(this, peers, EXAMPLE_PEER));
    });
  }

  private addPeers(peers: readonly EgressPeer[]): void {
    this.furtherRules.push(...peers.map(({ _rule }) => _rule));
  }

  private registerLockdown(
    gateway: GatewayModel,
    { clientNamespaces, internalCidrs, externalPorts: ports }: ParsedGatewayLockdown,
  ): void {
    const { model } = register(this);
    const owner = this.node.path;
    model.gatewayLockdowns.add({ owner, gateway, clientNamespaces, internalCidrs, hasExternalPorts: ports.length > 0 });
    model.gatewayParts.add({ owner, gateway, construct: 'GatewayLockdownPolicy', needsOwner: true });
  }

  private write(model: GatewayModel, read: ParsedGatewayLockdown): ApiObject {
    // The first rules keep their order for readers: DNS, istiod, the internet.
    const first = read.dns._rules.length + 2;
    return writeObject(this, 'NetworkPolicy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: gatewayMetadata(model, objectName('egress-gateway', model.serviceName)),
      spec: () => gatewayPolicySpec(this.policy(model, read)),
      settle: (spec) => {
        assertNetworkPolicy(spec);
        return withSortedRules(spec, first);
      },
    });
  }

  private policy(model: GatewayModel, read: ParsedGatewayLockdown): GatewayPolicy {
    const { clientNamespaces, metricsNamespaces, internalCidrs, dns, controlPlane } = read;
    const mesh = meshOf(this).model;
    const clients = mesh.clientNamespacesOf(model, clientNamespaces);
    const externals = mesh.plan.externalHosts().filter(({ gateway }) => sameGateway(gateway, model));
    const ports = distinctPorts([...externalPorts(externals), ...read.externalPorts.map(({ _port }) => _port)]);
    return {
      selector: model.selector,
      ingress: [
        { peers: clients.map((name) => podsIn(name)), ports: gatewayRule(model).ports },
        ...(metricsNamespaces.length > 0
          ? [{ peers: metricsNamespaces.map((name) => podsIn(name)), ports: METRICS }]
          : []),
      ],
      egress: [
        ...dns._rules,
        controlPlane._rule,
        // A rule without ports would allow every port.
        ...(ports.length > 0 ? [internet(ports, internalCidrs)] : []),
        ...addressRules(externals),
        ...this.furtherRules,
      ],
    };
  }
}
