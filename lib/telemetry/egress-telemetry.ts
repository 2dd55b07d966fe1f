import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeObject } from '../construct/write-object';
import { accessLogSpec } from '../render/istio/access-log';
import { checkGateway, gatewayFactsOf, refuseStranger } from '../gateway/gateway-facts-of';
import { gatewayMetadata } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { GatewayFacts } from '../mesh/gateway';
import { refuseUnknown } from '../input/properties';
import { objectName } from '../render/object-name';
import { required } from '../input/instance';
import { AccessLog } from './access-log';

/** Properties of an `EgressTelemetry`. */
export interface EgressTelemetryProps {
  /** The gateway whose pods write. */
  readonly gateway: IEgressGateway;
  /**
   * How they write.
   * @default AccessLog.TEXT
   */
  readonly accessLog?: AccessLog;
}

/**
 * The gateway's access log: a line for each request and connection that leaves the mesh, or is refused. It is for the gateway's
 * pods only, whatever the rest of the mesh logs, and in the place of the mesh's own access log there.
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
  /** The gateway whose pods write. */
  public readonly gateway: IEgressGateway;
  /** How they write. */
  public readonly accessLog: AccessLog;
  /** The Telemetry object, also the construct's `node.defaultChild`. */
  public readonly telemetry: ApiObject;

  /**
   * @throws Error for something else than a gateway or an access log, for a gateway of another app, and for one whose log another
   * construct describes
   */
  public constructor(scope: Construct, id: string, props: EgressTelemetryProps) {
    super(scope, id);
    const { gateway, accessLog } = atPath(this, () => read(props));
    const facts = gatewayFactsOf(gateway);
    atPath(this, () => {
      refuseStranger(this, gateway);
      meshOf(this).gateways.writeOnce(facts, 'logs', 'EgressTelemetry', this.node.path);
    });
    this.gateway = gateway;
    this.accessLog = accessLog;
    this.telemetry = this.write(facts);
    this.node.defaultChild = this.telemetry;
  }

  private write(gateway: GatewayFacts): ApiObject {
    const telemetry = writeObject(this, 'Telemetry', {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: gatewayMetadata(gateway, objectName('egress-access-log', gateway.serviceName)),
      spec: () => accessLogSpec(gateway, this.accessLog.provider),
    });
    return afterNamespaces(telemetry);
  }
}

function read(props: EgressTelemetryProps): Required<EgressTelemetryProps> {
  refuseUnknown('EgressTelemetry', props, { gateway: true, accessLog: true });
  const { gateway, accessLog = AccessLog.TEXT } = props;
  const sound = accessLog instanceof AccessLog;
  required('accessLog', sound, accessLog, "AccessLog.TEXT, AccessLog.JSON or AccessLog.provider('...')");
  checkGateway(gateway);
  return { gateway, accessLog };
}
