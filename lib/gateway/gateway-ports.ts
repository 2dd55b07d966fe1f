import { PortPair } from '../mesh/gateway';
import { InputError } from '../input/input-error';
import { refuseUnknown } from '../input/properties';
import { parseTrafficPort } from '../input/port';

/** A port of the gateway's Service. */
export interface GatewayPort {
  /** Port of the Service, 1 to 65535. */
  readonly port: number;
  /**
   * Port of the pods, which NetworkPolicies see.
   * @default - the Service's port
   */
  readonly targetPort?: number;
}

/** The two ports that routes use. */
export interface GatewayPortsOptions {
  /**
   * Where HTTP arrives.
   * @default - port 80, target port 8080
   */
  readonly http?: GatewayPort;
  /**
   * Where TLS arrives.
   * @default - port 443, target port 8443
   */
  readonly tls?: GatewayPort;
}

/**
 * The ports of a gateway: of its Service, and of the pods behind it.
 *
 * @example
 * new EgressGateway(chart, 'gateway', { ports: GatewayPorts.HELM_CHART });
 */
export class GatewayPorts {
  /**
   * What `istioctl` and the IstioOperator install: 80 to 8080, 443 to 8443.
   * @see istio.io/istio `manifests/charts/gateways/istio-egress/values.yaml`
   */
  public static readonly ISTIOCTL = GatewayPorts.of({});

  /**
   * What the Helm chart `gateway` installs: 80 to 80, 443 to 443.
   * @see istio.io/istio `manifests/charts/gateway/values.yaml`
   */
  public static readonly HELM_CHART = GatewayPorts.of({ http: { port: 80 }, tls: { port: 443 } });

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** Port of the Service where HTTP arrives. */
    public readonly httpPort: number,
    /** Port of the pods where HTTP arrives. */
    public readonly httpTargetPort: number,
    /** Port of the Service where TLS arrives. */
    public readonly tlsPort: number,
    /** Port of the pods where TLS arrives. */
    public readonly tlsTargetPort: number,
  ) {}

  /**
   * Ports of your own.
   *
   * @throws Error for a number that is no port, or when HTTP and TLS share one: of a plaintext and a TLS server on one port
   * Istio drops the later one
   */
  public static of(options: GatewayPortsOptions): GatewayPorts {
    refuseUnknown('GatewayPorts.of', options, { http: true, tls: true });
    const { http: forHttp = { port: 80, targetPort: 8080 }, tls: forTls = { port: 443, targetPort: 8443 } } = options;
    const http = readPair('http', forHttp);
    const tls = readPair('tls', forTls);
    for (const key of ['port', 'targetPort'] as const) {
      if (http[key] !== tls[key]) continue;
      throw new InputError({
        problem: `http and tls share the gateway's ${key === 'port' ? 'port' : 'target port'}`,
        got: http[key],
        allowed: 'two different ports: istio drops one of a plaintext and a tls server on one port',
        fix: 'give http and tls ports and target ports of their own',
      });
    }
    return new GatewayPorts(http.port, http.targetPort, tls.port, tls.targetPort);
  }

  /** For people: `http 80 to 8080, tls 443 to 8443`. */
  public toString(): string {
    return `http ${this.httpPort} to ${this.httpTargetPort}, tls ${this.tlsPort} to ${this.tlsTargetPort}`;
  }
}

function readPair(what: string, port: GatewayPort): PortPair {
  refuseUnknown(`${what} port`, port, { port: true, targetPort: true });
  const { port: ofService, targetPort = ofService } = port;
  return {
    port: parseTrafficPort(`${what} port`, ofService),
    targetPort: parseTrafficPort(`${what} target port`, targetPort),
  };
}
