import { checkFlag } from '../input/boolean';
import { Known, refuseUnknown } from '../input/properties';
import { checkLabels } from '../input/labels';
import { parseDnsLabel } from '../input/namespace';
import { parsePercentage } from '../input/percentage';
import { GatewayDeploymentOptions, GatewayPodOptions } from '../mesh/gateway-pods';
import { checkReplicas } from '../mesh/replicas';
import { readTolerations } from './tolerations';

/**
 * Who runs the gateway's pods.
 *
 * @example
 * new EgressGateway(chart, 'gateway', {
 *   namespace: 'istio-egress',
 *   serviceName: 'egress',
 *   selector: { istio: 'egress' },
 *   workload: GatewayWorkload.deployment({
 *     createNamespace: true,
 *     nodeSelector: { 'node-role.kubernetes.io/egress': '' },
 *     tolerations: [{ key: 'egress', operator: 'Exists', effect: 'NoSchedule' }],
 *   }),
 * });
 */
export class GatewayWorkload {
  /**
   * Somebody installs the gateway with `istioctl` or Helm: nothing is written for its pods. The options go into
   * `EgressGateway.installOverlay()`, for whoever installs it.
   *
   * @throws Error for malformed node labels or tolerations, a malformed revision or percentage, and numbers of replicas that contradict
   * each other
   */
  public static installed(options: GatewayPodOptions = {}): GatewayWorkload {
    refuseUnknown('GatewayWorkload.installed', options, OF_PODS);
    return new GatewayWorkload(false, copied(options));
  }

  /**
   * This library deploys the gateway: Deployment with Istio's gateway injection template, ServiceAccount, Service,
   * PodDisruptionBudget and HorizontalPodAutoscaler.
   *
   * @see https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
   * @throws Error for malformed node labels or tolerations, a malformed revision or percentage, and numbers of replicas that contradict
   * each other
   */
  public static deployment(options: GatewayDeploymentOptions = {}): GatewayWorkload {
    refuseUnknown('GatewayWorkload.deployment', options, OF_DEPLOYMENTS);
    checkFlag('createNamespace', options.createNamespace);
    checkFlag('readSecrets', options.readSecrets);
    return new GatewayWorkload(true, copied(options));
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** Whether this library writes the gateway's Deployment and what belongs to it. */
    public readonly deployed: boolean,
    /** @internal */
    public readonly _options: GatewayDeploymentOptions,
  ) {
    checkReplicas(_options);
    checkLabels('nodeSelector', _options.nodeSelector);
    if (_options.revision !== undefined) parseDnsLabel('revision', _options.revision);
    if (_options.targetCpuUtilization !== undefined)
      parsePercentage('targetCpuUtilization', _options.targetCpuUtilization);
  }

  /** Who runs the pods: `deployment` or `installed`. */
  public toString(): string {
    return this.deployed ? 'deployment' : 'installed';
  }
}

const OF_PODS: Known<GatewayPodOptions> = {
  nodeSelector: true,
  tolerations: true,
  affinity: true,
  topologySpreadConstraints: true,
  resources: true,
  minReplicas: true,
  maxReplicas: true,
};

const OF_DEPLOYMENTS: Known<GatewayDeploymentOptions> = {
  ...OF_PODS,
  revision: true,
  targetCpuUtilization: true,
  createNamespace: true,
  readSecrets: true,
};

/** What is checked must be what is written, whatever becomes of the caller's object. */
function copied(options: GatewayDeploymentOptions): GatewayDeploymentOptions {
  const { nodeSelector, tolerations } = options;
  return {
    ...options,
    ...(nodeSelector && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations !== undefined && { tolerations: readTolerations(tolerations) }),
  };
}
