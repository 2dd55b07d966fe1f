import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { assertLiteral } from '../input/token';
import { GatewayDeploymentOptions, GatewayPodOptions } from '../pods/gateway-pods';
import { readDeploymentOptions } from '../pods/deployment-shape';
import { readPodOptions } from '../pods/pod-shapes';

/**
 * The owner of the gateway's pods: this library, or an installer.
 *
 * @example
 * new EgressGateway(chart, 'gateway', {
 *   namespace: 'istio-egress',
 *   serviceName: 'egress',
 *   selector: { istio: 'egress' },
 *   workload: GatewayWorkload.deployment({
 *     createNamespace: true,
 *     nodeSelector: { 'node-role.kubernetes.io/egress': '' },
 *     tolerations: [{ key: 'egress', operator: TolerationOperator.EXISTS, effect: TolerationEffect.NO_SCHEDULE }],
 *     resources: { requests: { cpu: '500m', memory: '256Mi' } },
 *   }),
 * });
 */
export class GatewayWorkload {
  /**
   * Returns the workload of a gateway that is installed with `istioctl` or Helm. No objects are written for its pods. The options
   * become part of `EgressGateway.installOverlay()`.
   *
   * @throws EgressError that names every malformed option
   */
  public static external(options: GatewayPodOptions = {}): GatewayWorkload {
    return inFactory('GatewayWorkload.external', () => {
      assertLiteral('GatewayWorkload.external', options);
      return new GatewayWorkload(false, readPodOptions('GatewayWorkload.external', options));
    });
  }

  /**
   * Returns the workload of a gateway that this library deploys: a Deployment with Istio's gateway injection template, a
   * ServiceAccount, a Service, a PodDisruptionBudget and a HorizontalPodAutoscaler.
   *
   * @see https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
   * @throws EgressError that names every malformed option
   */
  public static deployment(options: GatewayDeploymentOptions = {}): GatewayWorkload {
    return inFactory('GatewayWorkload.deployment', () => {
      assertLiteral('GatewayWorkload.deployment', options);
      return new GatewayWorkload(true, readDeploymentOptions('GatewayWorkload.deployment', options));
    });
  }

  /** Returns whether a value is a `GatewayWorkload`. */
  public static isGatewayWorkload(value: unknown): value is GatewayWorkload {
    return isMarked(value, 'GatewayWorkload');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** Whether this library writes the gateway's Deployment and the objects that belong to it. */
    public readonly isManaged: boolean,
    /** @internal */
    public readonly _options: GatewayDeploymentOptions,
  ) {
    mark(this, 'GatewayWorkload');
  }

  /** Returns `deployment` or `external`. */
  public toString(): string {
    return this.isManaged ? 'deployment' : 'external';
  }
}
