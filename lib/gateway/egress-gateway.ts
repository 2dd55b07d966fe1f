import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { withConstructPath } from '../construct/diagnostics';
import { isMarked } from '../input/instance';
import { writeDeployment } from './deployment-objects';
import { EgressGatewayAttributes } from './egress-gateway-attributes';
import { EgressGatewayBase } from './egress-gateway-base';
import { EgressGatewayProps } from './egress-gateway-props';
import { ImportedGateway } from './imported-gateway';
import { GatewayPorts } from './gateway-ports';
import { GatewayWorkload } from './gateway-workload';
import { IEgressGateway } from './iegress-gateway';
import { installOverlay } from './install-overlay';
import { parseGatewayProps } from './parse-gateway';
import { toGatewayModel } from './to-gateway-model';

/**
 * A dedicated gateway for egress traffic. By default, the construct describes the gateway that an installation of Istio with
 * `components.egressGateways` provides, and writes no object. With `GatewayWorkload.deployment(...)`, the construct also deploys the
 * gateway.
 *
 * Routes send requests for external hosts through the gateway. An `EgressLockdownPolicy` closes every other way out.
 *
 * @example
 * const gateway = new EgressGateway(chart, 'gateway');
 * new ExternalTlsRoute(chart, 'cnn', { gateway, hosts: ['edition.cnn.com'] });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class EgressGateway extends EgressGatewayBase {
  /**
   * Imports a gateway that another chart, app or team owns. Routes write their objects beside those of the owner: Istio merges the
   * Gateway objects that select the same pods, and the subsets of the DestinationRules for one Service in one namespace. Each host
   * belongs to one app; if two apps declare one host, the last `kubectl apply` overwrites the objects of the other app.
   *
   * **As soon as a route has sources (`allowFrom`), the gateway denies every other request, those to routes of other apps included**,
   * until those routes have sources too. A warning at synthesis names the gateway. With `defaultDeny`, the app of the owner writes
   * the policy, so that this app can be deleted by itself; set `defaultDeny` here if the owner sets it.
   *
   * If the same app also creates the gateway, create the `EgressGateway` first: its construct then has the default deny policy.
   *
   * @example
   * const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', {
   *   namespace: 'istio-egress',
   *   serviceName: 'egress',
   *   selector: { istio: 'dedicated-egress' },
   *   defaultDeny: true,
   * });
   *
   * @throws EgressError for an unknown or malformed attribute
   */
  public static fromEgressGatewayAttributes(
    scope: Construct,
    id: string,
    attrs: EgressGatewayAttributes = {},
  ): IEgressGateway {
    return new ImportedGateway(scope, id, attrs);
  }

  /** Returns whether a value is a gateway of this library, created or imported. */
  public static isEgressGateway(value: unknown): value is IEgressGateway {
    return isMarked(value, 'EgressGateway');
  }

  /** Ports of the Service and of the pods. */
  public readonly ports: GatewayPorts;
  /** How the gateway's pods are deployed. */
  public readonly workload: GatewayWorkload;
  /** The objects of the gateway's workload; empty if the workload is external. The objects of hosts belong to routes. */
  public readonly objects: ApiObject[];

  /** @throws EgressError for unknown and malformed properties */
  public constructor(scope: Construct, id: string, props: EgressGatewayProps = {}) {
    super(scope, id);
    const { model, ports, workload, secretKeys } = withConstructPath(this, () => parseGatewayProps(this, props));
    this.ports = ports;
    this.workload = workload;
    const { isManaged, _options: options } = workload;
    this.objects = isManaged ? withConstructPath(this, () => writeDeployment(this, model, options)) : [];
    this.node.defaultChild = this.objects.find(({ kind }) => kind === 'Deployment');
    const canReadSecrets = !isManaged || options.readSecrets !== undefined;
    const ownership = isManaged ? 'deployed' : 'installed';
    this._describe({ model, ownership, canReadSecrets, secretKeys });
  }

  /**
   * Returns what an installation of Istio needs for the gateway: an IstioOperator with the gateway, its nodes and replicas, the
   * annotation of its pods that keeps headers of Envoy from external hosts (`x-envoy-attempt-count`), the Secrets of credentials, and
   * the access log, as text for `istioctl install -f`; and, as comments, the Helm values with the same meaning. The text is not part
   * of the manifests.
   *
   * @example
   * writeFileSync('egress-gateway.istio.yaml', gateway.installOverlay());
   */
  public installOverlay(): string {
    const model = toGatewayModel(this);
    return installOverlay(model, this.workload, meshOf(this).model.secretKeysOf(model));
  }
}
