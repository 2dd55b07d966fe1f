import { IEgressGateway } from '../gateway/iegress-gateway';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { inFactory } from '../input/factory';
import { assertInstances, isMarked, mark } from '../input/instance';
import { assertPodLabels, POD_LABEL_HINTS } from '../input/labels';
import { parseDnsLabel } from '../input/kubernetes-name';
import { assertKnownProperties, PropertyNames, REQUIRED } from '../input/properties';
import { assertIpBlock } from '../network/ip-block';
import { PeerRule, PeerSelector, podsIn } from '../render/network-policy/peer-rule';
import { EgressPort } from './egress-port';
import { gatewayRule } from './gateway-rule';
import { selectorsOf, sortedRanges } from './network-policy-peer';
import { parseCidrs } from './parse-cidrs';

/** Narrows an `EgressPeer` to ports. */
export interface EgressPeerOptions {
  /**
   * Ports of the peer's pods.
   * @default - all ports
   */
  readonly ports?: EgressPort[] | undefined;
}

/** Narrows an `EgressPeer` to pods and ports. */
export interface EgressPodsOptions extends EgressPeerOptions {
  /**
   * Labels that the pods must have.
   * @default - all pods
   */
  readonly podLabels?: { readonly [key: string]: string } | undefined;
}

/** Narrows a range of addresses. */
export interface EgressCidrOptions extends EgressPeerOptions {
  /**
   * Ranges inside the range that are not opened.
   * @default - none
   */
  readonly exceptCidrs?: string[] | undefined;
}

/** Addresses of the API server. */
export interface EgressApiServerOptions {
  /**
   * Addresses of the API server itself, as ranges: `kubectl get endpoints kubernetes -n default`. Not the Service's address:
   * most network plugins compare the address behind the Service.
   */
  readonly cidrs: string[];
  /**
   * Ports of the API server itself.
   * @default - TCP 443 and 6443
   */
  readonly ports?: EgressPort[] | undefined;
}

/**
 * A peer that locked-down pods may reach, in addition to DNS, the control plane and the gateway.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', {
 *   gateway,
 *   namespaces: ['payments'],
 *   allowTo: [EgressPeer.sameNamespace(), EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] })],
 * });
 */
export class EgressPeer {
  /**
   * Allows the pods of the locked-down namespace itself.
   * @throws EgressError for malformed labels
   */
  public static sameNamespace(options: EgressPodsOptions = {}): EgressPeer {
    return inFactory('EgressPeer.sameNamespace', () => {
      assertKnownProperties('EgressPeer.sameNamespace', options, OF_PODS, POD_LABEL_HINTS);
      assertPodLabels(options.podLabels);
      return EgressPeer.of(
        'sameNamespace()',
        [{ podLabels: options.podLabels && { ...options.podLabels } }],
        options.ports,
      );
    });
  }

  /**
   * Allows the pods of another namespace, selected by `kubernetes.io/metadata.name`, which the API server sets and users cannot change.
   * @throws EgressError for a malformed namespace or labels
   */
  public static namespace(name: string, options: EgressPodsOptions = {}): EgressPeer {
    return inFactory('EgressPeer.namespace', () => {
      assertKnownProperties('EgressPeer.namespace', options, OF_PODS, POD_LABEL_HINTS);
      assertPodLabels(options.podLabels);
      const peer = podsIn(parseDnsLabel('namespace', name), options.podLabels);
      return EgressPeer.of(`namespace(${quoted(name)})`, [peer], options.ports);
    });
  }

  /**
   * Allows a range of addresses outside the cluster. Traffic to the range bypasses the gateway.
   * @throws EgressError for a malformed range, and for a range wider than /8 (IPv6: /16) without ports
   */
  public static cidr(cidr: string, options: EgressCidrOptions = {}): EgressPeer {
    return inFactory('EgressPeer.cidr', () => {
      assertKnownProperties('EgressPeer.cidr', options, { ports: true, exceptCidrs: true }, { except: 'exceptCidrs' });
      const { exceptCidrs, ports } = options;
      assertIpBlock(cidr, exceptCidrs ?? [], (ports ?? []).length > 0);
      const peer = { ipBlock: { cidr, except: exceptCidrs && sortedRanges(exceptCidrs) } };
      return EgressPeer.of(`cidr(${quoted(cidr)})`, [peer], ports);
    });
  }

  /**
   * Allows the API server, for workloads that use the Kubernetes API. The API server can open connections itself (`pods/proxy`): allow
   * it only for workloads that need it.
   * @throws EgressError for a malformed range, or no range
   */
  public static apiServer(options: EgressApiServerOptions): EgressPeer {
    return inFactory('EgressPeer.apiServer', () => {
      assertKnownProperties(
        'EgressPeer.apiServer',
        options,
        { cidrs: true, ports: true },
        { cidrs: REQUIRED, cidr: 'cidrs' },
      );
      const cidrs = parseCidrs(options.cidrs, '10.0.0.1/32', API_SERVER_CIDRS);
      const ports = options.ports ?? [EgressPort.tcp(443), EgressPort.tcp(6443)];
      const peers = cidrs.map((cidr) => ({ ipBlock: { cidr } }));
      return EgressPeer.of(`apiServer({ cidrs: [${cidrs.map(quoted).join(', ')}] })`, peers, ports);
    });
  }

  /**
   * Allows the pods of another egress gateway, on their target ports.
   * @throws EgressError if the value is not a gateway
   */
  public static gateway(gateway: IEgressGateway): EgressPeer {
    return inFactory('EgressPeer.gateway', () => {
      const model = toGatewayModel(gateway);
      return new EgressPeer(`gateway(${gateway.node.path})`, gatewayRule(model), gateway);
    });
  }

  /**
   * Allows a network policy peer of cdk8s-plus: `Pods`, `Namespaces`, a workload or `NetworkPolicyIpBlock`. Pods without namespaces are
   * pods of the locked-down namespace, as in a NetworkPolicy of cdk8s-plus.
   *
   * @param peer an `INetworkPolicyPeer` of cdk8s-plus-28 to cdk8s-plus-33
   * @throws EgressError for other values; for pods or namespaces that are selected by expressions; and for every pod of the cluster, or
   * a range wider than /8 (IPv6: /16), without ports
   *
   * @example
   * const databases = Namespaces.select(chart, 'databases', { names: ['databases'] });
   * EgressPeer.fromNetworkPolicyPeer(databases, { ports: [EgressPort.tcp(5432)] });
   */
  public static fromNetworkPolicyPeer(peer: unknown, options: EgressPeerOptions = {}): EgressPeer {
    return inFactory('EgressPeer.fromNetworkPolicyPeer', () => {
      assertKnownProperties('EgressPeer.fromNetworkPolicyPeer', options, { ports: true });
      const peers = selectorsOf(peer, (options.ports ?? []).length > 0);
      return EgressPeer.of('fromNetworkPolicyPeer(...)', peers, options.ports);
    });
  }

  /** Returns whether a value is an `EgressPeer`. */
  public static isEgressPeer(value: unknown): value is EgressPeer {
    return isMarked(value, 'EgressPeer');
  }

  private static of(
    text: string,
    peers: readonly PeerSelector[],
    ports: readonly EgressPort[] | undefined,
  ): EgressPeer {
    if (ports !== undefined) assertPorts(ports);
    return new EgressPeer(text, { peers, ports: (ports ?? []).map((port) => port._port) });
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    private readonly text: string,
    /** @internal */
    public readonly _rule: PeerRule,
    /** @internal The gateway of `EgressPeer.gateway()`. */
    public readonly _gateway?: IEgressGateway,
  ) {
    mark(this, 'EgressPeer');
  }

  /** Returns the peer as source code, without its options: `namespace('databases')`. */
  public toString(): string {
    return this.text;
  }
}

const API_SERVER_CIDRS = 'the addresses that "kubectl get endpoints kubernetes -n default" shows, each with /32';

const OF_PODS: PropertyNames<EgressPodsOptions> = { podLabels: true, ports: true };

/** Rejects an empty list, which would open all ports, and items that are not ports. */
function assertPorts(ports: readonly EgressPort[]): void {
  const least = 'one port or more; without ports, all ports are open';
  assertInstances('ports', ports, 'EgressPort', 'EgressPort.tcp(5432)', least);
}

function quoted(text: string): string {
  return `'${text}'`;
}
