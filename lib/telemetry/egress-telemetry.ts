import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { register } from '../construct/mesh';
import { writeObject } from '../construct/write-object';
import { gatewayMetadata } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { assertSameMesh, toGatewayModel } from '../gateway/to-gateway-model';
import { assertInstance } from '../input/instance';
import { PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { GatewayModel } from '../mesh/gateway';
import { accessLogSpec } from '../render/istio/access-log';
import { objectName } from '../render/object-name';
import { AccessLog } from './access-log';

/** Properties of an `EgressTelemetry`. */
export interface EgressTelemetryProps {
  /** The gateway whose pods write the access log. */
  readonly gateway: IEgressGateway;
  /**
   * Format and destination of the access log.
   * @default AccessLog.TEXT
   */
  readonly accessLog?: AccessLog | undefined;
}

/**
 * The access log of a gateway: a line for each request and connection that leaves the mesh or is refused. The setting applies to
 * the pods of the gateway only, and replaces the mesh-wide access log there.
 *
 * ```yaml
 * kind: Telemetry
 * metadata: { name: egress-access-log-istio-egressgateway, namespace: istio-system }
 * spec:
 *   selector: { matchLabels: { istio: egressgateway } }
 *   accessLogging: [{ providers: [{ name: envoy }] }]
 * ```
 *
 * @example
 * new EgressTelemetry(chart, 'log', { gateway });
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export class EgressTelemetry extends Construct {
  /** The gateway whose pods write the access log. */
  public readonly gateway: IEgressGateway;
  /** Format and destination of the access log. */
  public readonly accessLog: AccessLog;
  /** The Telemetry object, also the construct's `node.defaultChild`. */
  public readonly telemetry: ApiObject;

  /** @throws EgressError that names every unknown and malformed property, such as a gateway of another mesh */
  public constructor(scope: Construct, id: string, props: EgressTelemetryProps) {
    super(scope, id);
    const accessLog = withConstructPath(this, () => this.parse(props));
    const model = toGatewayModel(props.gateway);
    this.gateway = props.gateway;
    this.accessLog = accessLog;
    const { gatewayParts } = register(this).model;
    gatewayParts.add({ owner: this.node.path, gateway: model, construct: 'EgressTelemetry', needsOwner: false });
    this.telemetry = this.write(model);
    this.node.defaultChild = this.telemetry;
  }

  private parse(props: EgressTelemetryProps): AccessLog {
    const names: PropertyNames<EgressTelemetryProps> = { gateway: true, accessLog: true };
    return readProperties(
      'EgressTelemetry',
      props,
      names,
      ({ gateway, accessLog = AccessLog.TEXT }) => ({
        gateway: () => assertSameMesh(this, gateway),
        accessLog: () => {
          assertInstance('accessLog', accessLog, 'AccessLog', 'AccessLog.JSON');
          return accessLog;
        },
      }),
      { gateway: REQUIRED, provider: 'accessLog', accessLogging: 'accessLog' },
    ).accessLog;
  }

  private write(gateway: GatewayModel): ApiObject {
    return writeObject(this, 'Telemetry', {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: gatewayMetadata(gateway, objectName('egress-access-log', gateway.serviceName)),
      spec: () => accessLogSpec(gateway, this.accessLog.providerName),
    });
  }
}
