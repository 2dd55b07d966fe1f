import { checkGateway } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { checkPodLabels } from '../input/labels';
import { parseDnsLabel } from '../input/namespace';
import { required } from '../input/instance';
import { isToken } from '../input/token';
import { checkIpBlock } from '../network/ip-block';
import { PeerRule, PeerSelector, podsIn } from '../render/network-policy/peer-rule';
import { EgressPort } from './egress-port';
import { gatewayRule } from './gateway-rule';

/** Narrows an `EgressPeer` to ports. */
export interface EgressPeerOptions {
  /**
   * The ports of the peer's pods.
   * @default - all ports
   */
  readonly ports?: readonly EgressPort[];
}

/** Narrows an `EgressPeer` to pods and ports. */
export interface EgressPodsOptions extends EgressPeerOptions {
  /**
   * Labels that the pods must have.
   * @default - all pods
   */
  readonly pods?: { readonly [key: string]: string };
}

/** Narrows a range of addresses. */
export interface EgressCidrOptions extends EgressPeerOptions {
  /**
   * Ranges inside it that stay closed.
   * @default - none
   */
  readonly except?: readonly string[];
}

/** Where the API server is. */
export interface EgressApiServerOptions {
  /**
   * Addresses of the API server itself, as ranges: `kubectl get endpoints kubernetes -n default`. Not the Service's address:
   * most network plugins look behind it.
   */
  readonly cidrs: readonly string[];
  /**
   * Ports of the API server itself.
   * @default - TCP 443 and 6443
   */
  readonly ports?: readonly EgressPort[];
}

/**
 * Something that locked-down pods may reach beside DNS, the control plane and the gateway.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', {
 *   gateway,
 *   namespaces: ['payments'],
 *   allow: [EgressPeer.sameNamespace(), EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] })],
 * });
 */
export class EgressPeer {
  /**
   * The pods of the locked-down namespace itself.
   * @throws Error for malformed labels
   */
  public static sameNamespace(options: EgressPodsOptions = {}): EgressPeer {
    refuseUnknown('EgressPeer.sameNamespace', options, OF_PODS);
    checkPodLabels(options.pods);
    return EgressPeer.of([{ podLabels: options.pods && { ...options.pods } }], options.ports);
  }

  /**
   * The pods of another namespace, told by `kubernetes.io/metadata.name`, which nobody can put on a namespace of his own.
   * @throws Error for a malformed namespace or labels
   */
  public static namespace(name: string, options: EgressPodsOptions = {}): EgressPeer {
    refuseUnknown('EgressPeer.namespace', options, OF_PODS);
    checkPodLabels(options.pods);
    return EgressPeer.of([podsIn(parseDnsLabel('namespace', name), options.pods)], options.ports);
  }

  /**
   * A range of addresses outside the cluster. Traffic to it goes around the gateway.
   * @throws Error for a malformed range, and for one wider than /8 (IPv6: /16) without ports
   */
  public static cidr(cidr: string, options: EgressCidrOptions = {}): EgressPeer {
    refuseUnknown('EgressPeer.cidr', options, { ports: true, except: true });
    checkIpBlock(cidr, options.except ?? [], (options.ports ?? []).length > 0);
    return EgressPeer.of(
      [{ ipBlock: { cidr, except: options.except && sortedRanges(options.except) } }],
      options.ports,
    );
  }

  /**
   * The API server, for workloads that talk to Kubernetes. It can open connections of its own (`pods/proxy`): allow it only
   * where it is needed.
   * @throws Error for a malformed range, or none
   */
  public static apiServer(options: EgressApiServerOptions): EgressPeer {
    refuseUnknown('EgressPeer.apiServer', options, { cidrs: true, ports: true });
    required('cidrs', Array.isArray(options.cidrs), options.cidrs, "['10.0.0.1/32']");
    if (options.cidrs.length === 0) {
      throw new InputError({
        problem: 'cidrs of the api server is empty',
        got: options.cidrs,
        allowed: 'one range or more',
        fix: 'write the addresses that "kubectl get endpoints kubernetes -n default" shows, each with /32',
      });
    }
    for (const cidr of options.cidrs) checkIpBlock(cidr, [], false);
    const ports = options.ports ?? [EgressPort.tcp(443), EgressPort.tcp(6443)];
    return EgressPeer.of(
      options.cidrs.map((cidr) => ({ ipBlock: { cidr } })),
      ports,
    );
  }

  /**
   * Another egress gateway: its pods on their target ports.
   * @throws Error for something else than a gateway
   */
  public static gateway(gateway: IEgressGateway): EgressPeer {
    checkGateway(gateway);
    return new EgressPeer(gatewayRule(gateway), gateway);
  }

  private static of(peers: readonly PeerSelector[], ports?: readonly EgressPort[]): EgressPeer {
    if (ports?.length === 0) {
      throw new InputError({
        problem: 'ports of the peer is empty',
        got: ports,
        allowed: 'one port or more: an empty list would open all ports',
        fix: 'write ports: [EgressPort.tcp(5432)], or leave ports out to open all of them',
      });
    }
    const sound = ports === undefined || (Array.isArray(ports) && ports.every((port) => port instanceof EgressPort));
    required('ports', sound, ports, '[EgressPort.tcp(5432)]');
    return new EgressPeer({ peers, ports: (ports ?? []).map((port) => port._port) });
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _rule: PeerRule,
    /** @internal The gateway that it is. */
    public readonly _gateway?: IEgressGateway,
  ) {}
}

const OF_PODS: Known<EgressPodsOptions> = { pods: true, ports: true };

/** In order, as the order means nothing; tokens stay where they are. */
function sortedRanges(ranges: readonly string[]): readonly string[] {
  return isToken(ranges) || ranges.some(isToken) ? ranges : [...ranges].sort();
}
