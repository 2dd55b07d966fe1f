import { refuseUnknown } from '../input/properties';
import { checkPodLabels } from '../input/labels';
import { parseDnsLabel } from '../input/namespace';
import { parsePort } from '../input/port';
import { checkIpBlock } from '../network/ip-block';
import { PeerRule, podsIn } from '../render/network-policy/peer-rule';

/** Where istiod is. */
export interface IstiodOptions {
  /**
   * Namespace of istiod.
   * @default istio-system
   */
  readonly namespace?: string;
  /**
   * Labels of istiod's pods.
   * @default - app: istiod, which all revisions have
   */
  readonly pods?: { readonly [key: string]: string };
}

/**
 * The control plane that sidecars in locked-down namespaces talk to, over mutual TLS on port 15012 only. istiod's plain text
 * and debug ports (15010, 8080, 15014) stay closed.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', {
 *   gateway,
 *   namespaces: ['payments'],
 *   controlPlane: ControlPlane.istiod({ namespace: 'istio-control' }),
 * });
 */
export class ControlPlane {
  /** istiod in `istio-system`. */
  public static readonly ISTIOD = ControlPlane.istiod();

  /**
   * istiod in a namespace of this cluster.
   * @throws Error for a malformed namespace or labels
   */
  public static istiod(options: IstiodOptions = {}): ControlPlane {
    refuseUnknown('ControlPlane.istiod', options, { namespace: true, pods: true });
    checkPodLabels(options.pods);
    const namespace = parseDnsLabel('namespace', options.namespace ?? 'istio-system');
    return new ControlPlane(
      { peers: [podsIn(namespace, options.pods ?? { app: 'istiod' })], ports: [{ protocol: 'TCP', port: 15012 }] },
      namespace,
    );
  }

  /**
   * A control plane outside the cluster.
   * @throws Error for a malformed range or port
   */
  public static external(cidr: string, port = 15012): ControlPlane {
    checkIpBlock(cidr, [], false);
    return new ControlPlane({
      peers: [{ ipBlock: { cidr } }],
      ports: [{ protocol: 'TCP', port: parsePort('port', port) }],
    });
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _rule: PeerRule,
    /** @internal */
    public readonly _namespace?: string,
  ) {}

  /** For people. */
  public toString(): string {
    return `control plane ${this._namespace ? `in ${this._namespace}` : 'outside the cluster'}`;
  }
}
