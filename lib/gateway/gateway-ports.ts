import { readAll, readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parseTrafficPort } from '../input/port';
import { assertKnownProperties } from '../input/properties';
import { Reader, structOf } from '../input/shape';
import { assertLiteral } from '../input/token';
import { PortPair } from '../mesh/gateway';

/** A port of the gateway's Service. */
export interface GatewayPort {
  /** Port of the Service, 1 to 65535. */
  readonly port: number;
  /**
   * Port of the pods, which NetworkPolicies see.
   * @default - the Service's port
   */
  readonly targetPort?: number | undefined;
}

/** The two ports that routes use. */
export interface GatewayPortsOptions {
  /**
   * The port for HTTP.
   * @default - port 80, target port 8080
   */
  readonly http?: GatewayPort | undefined;
  /**
   * The port for TLS and TCP.
   * @default - port 443, target port 8443
   */
  readonly tls?: GatewayPort | undefined;
}

const trafficPort: Reader<number> = (what, value) => parseTrafficPort(what, value as number);

const gatewayPort = structOf<GatewayPort>(
  '{ port: 80, targetPort: 8080 }',
  { port: trafficPort, targetPort: trafficPort },
  { required: ['port'] },
);

/**
 * The ports of a gateway: the ports of its Service, and the target ports of its pods.
 *
 * @example
 * new EgressGateway(chart, 'gateway', { ports: GatewayPorts.HELM_CHART });
 */
export class GatewayPorts {
  /**
   * The ports that `istioctl` and the IstioOperator install: 80 to 8080, 443 to 8443.
   * @see istio.io/istio `manifests/charts/gateways/istio-egress/values.yaml`
   */
  public static readonly ISTIOCTL = GatewayPorts.of({});

  /**
   * The ports that the Helm chart `gateway` installs: 80 to 80, 443 to 443.
   * @see istio.io/istio `manifests/charts/gateway/values.yaml`
   */
  public static readonly HELM_CHART = GatewayPorts.of({ http: { port: 80 }, tls: { port: 443 } });

  /** Returns whether a value is a `GatewayPorts`. */
  public static isGatewayPorts(value: unknown): value is GatewayPorts {
    return isMarked(value, 'GatewayPorts');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** Port of the Service for HTTP. */
    public readonly httpPort: number,
    /** Port of the pods for HTTP. */
    public readonly httpTargetPort: number,
    /** Port of the Service for TLS and TCP. */
    public readonly tlsPort: number,
    /** Port of the pods for TLS and TCP. */
    public readonly tlsTargetPort: number,
  ) {
    mark(this, 'GatewayPorts');
  }

  /**
   * Returns custom ports.
   *
   * @throws EgressError that names every malformed port, and for one port for HTTP and TLS: of a plain-text and a TLS server on one
   * port, Istio drops the later one
   */
  public static of(options: GatewayPortsOptions): GatewayPorts {
    return inFactory('GatewayPorts.of', () => {
      const { http: ofHttp = { port: 80, targetPort: 8080 }, tls: ofTls = { port: 443, targetPort: 8443 } } =
        options ?? {};
      const { http, tls } = readAll({
        properties: () =>
          assertKnownProperties('GatewayPorts.of', options, { http: true, tls: true }, { https: 'tls', http2: 'http' }),
        http: () => parsePair('http', ofHttp),
        tls: () => parsePair('tls', ofTls),
      });
      assertDistinct(http, tls);
      return new GatewayPorts(http.port, http.targetPort, tls.port, tls.targetPort);
    });
  }

  /** Returns the ports as text: `http 80 to 8080, tls 443 to 8443`. */
  public toString(): string {
    return `http ${this.httpPort} to ${this.httpTargetPort}, tls ${this.tlsPort} to ${this.tlsTargetPort}`;
  }
}

function parsePair(what: string, value: GatewayPort): PortPair {
  assertLiteral(what, value);
  const { port, targetPort = port } = gatewayPort(what, value);
  return { port, targetPort };
}

function assertDistinct(http: PortPair, tls: PortPair): void {
  readEach(['port', 'targetPort'] as const, (key) => {
    if (http[key] !== tls[key]) return;
    throw EgressError.of({
      code: 'EGR0303',
      problem: `http.${key} and tls.${key} must be different`,
      got: http[key],
      allowed: 'two different ports: Istio drops one of a plain-text and a TLS server on one port',
      fix: 'write http: { port: 80, targetPort: 8080 }, tls: { port: 443, targetPort: 8443 }',
    });
  });
}
