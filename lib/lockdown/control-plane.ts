import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { assertKnownProperties } from '../input/properties';
import { assertPodLabels, POD_LABEL_HINTS } from '../input/labels';
import { parseDnsLabel } from '../input/kubernetes-name';
import { parsePort } from '../input/port';
import { PeerRule, podsIn } from '../render/network-policy/peer-rule';
import { parseCidrs } from './parse-cidrs';

/** Location of istiod. */
export interface IstiodOptions {
  /**
   * Namespace of istiod.
   * @default istio-system
   */
  readonly namespace?: string | undefined;
  /**
   * Labels of istiod's pods.
   * @default - app: istiod, which all revisions have
   */
  readonly podLabels?: { readonly [key: string]: string } | undefined;
}

/** Location of a control plane outside the cluster. */
export interface ExternalControlPlaneOptions {
  /** Addresses of the control plane, as ranges. */
  readonly cidrs: string[];
  /**
   * Port of the control plane.
   * @default 15012
   */
  readonly port?: number | undefined;
}

/**
 * The control plane that sidecars in locked-down namespaces connect to, over mutual TLS on port 15012 only. istiod's plain-text
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
   * Returns istiod in a namespace of this cluster.
   * @throws EgressError for a malformed namespace or labels
   */
  public static istiod(options: IstiodOptions = {}): ControlPlane {
    return inFactory('ControlPlane.istiod', () => {
      assertKnownProperties('ControlPlane.istiod', options, { namespace: true, podLabels: true }, POD_LABEL_HINTS);
      assertPodLabels(options.podLabels);
      const namespace = parseDnsLabel('namespace', options.namespace ?? 'istio-system');
      return new ControlPlane(
        {
          peers: [podsIn(namespace, options.podLabels ?? { app: 'istiod' })],
          ports: [{ protocol: 'TCP', port: 15012 }],
        },
        namespace,
      );
    });
  }

  /**
   * Returns a control plane outside the cluster.
   * @throws EgressError for no range, and for a malformed range or port
   */
  public static external(options: ExternalControlPlaneOptions): ControlPlane {
    return inFactory('ControlPlane.external', () => {
      assertKnownProperties('ControlPlane.external', options, { cidrs: true, port: true });
      const cidrs = parseCidrs(options.cidrs, '203.0.113.7/32', 'the addresses of the control plane, as ranges');
      const port = parsePort('port', options.port ?? 15012);
      const peers = cidrs.map((cidr) => ({ ipBlock: { cidr } }));
      return new ControlPlane({ peers, ports: [{ protocol: 'TCP', port }] });
    });
  }

  /** Returns whether a value is a `ControlPlane`. */
  public static isControlPlane(value: unknown): value is ControlPlane {
    return isMarked(value, 'ControlPlane');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _rule: PeerRule,
    /** @internal */
    public readonly _namespace?: string,
  ) {
    mark(this, 'ControlPlane');
  }

  /** Returns a description for messages. */
  public toString(): string {
    return `control plane ${this._namespace ? `in ${this._namespace}` : 'outside the cluster'}`;
  }
}
