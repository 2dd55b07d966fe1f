import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeObject } from '../construct/write-object';
import { accessLogSpec } from '../dialect/istio/access-log';
import { gatewayFactsOf } from '../gateway/gateway-facts-of';
import { gatewayMetadata } from '../gateway/gateway-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { refuseUnknown } from '../model/known';
import { objectName } from '../model/names';
import { required } from '../model/required';
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
   * @throws Error for something else than a gateway or an access log, and for a gateway whose log another construct describes
   */
  public constructor(scope: Construct, id: string, props: EgressTelemetryProps) {
    super(scope, id);
    atPath(this, () => refuseUnknown('EgressTelemetry', props, { gateway: true, accessLog: true }));
    const { accessLog = AccessLog.TEXT } = props;
    const gateway = atPath(this, () => {
      required(
        'accessLog',
        accessLog instanceof AccessLog,
        accessLog,
        "AccessLog.TEXT, AccessLog.JSON or AccessLog.provider('...')",
      );
      const facts = gatewayFactsOf(props.gateway);
      meshOf(this).gateways.writeOnce(facts, 'logs', 'EgressTelemetry', this.node.path);
      return facts;
    });
    const telemetry = writeObject(this, 'Telemetry', {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: gatewayMetadata(gateway, objectName('egress-access-log', gateway.serviceName)),
      spec: () => accessLogSpec(gateway, accessLog.provider),
    });
    this.gateway = props.gateway;
    this.accessLog = accessLog;
    this.telemetry = afterNamespaces(telemetry);
    this.node.defaultChild = this.telemetry;
  }
}
