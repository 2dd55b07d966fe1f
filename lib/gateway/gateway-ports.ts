import { readAll, readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { parseTrafficPort } from '../input/port';
import { assertKnownProperties, PropertyHints, PropertyNames } from '../input/properties';
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

/** The ports that routes use. */
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
  /**
   * The port for `ExternalCidrRoute`s, where callers state the address that the application dialled in a PROXY protocol header. The
   * app that owns the gateway writes a Service for the port, `SERVICE-cidrs`: on the gateway's Service, the port would add a cluster
   * for each host to every sidecar.
   * @default - none: the gateway has no `ExternalCidrRoute`s
   */
  readonly cidrs?: GatewayPort | undefined;
}

const trafficPort: Reader<number> = (what, value) => parseTrafficPort(what, value as number);

/** The example of each port in errors: a port that no other purpose has. */
const EXAMPLES: Readonly<Record<keyof GatewayPortsOptions, string>> = {
  http: '{ port: 80, targetPort: 8080 }',
  tls: '{ port: 443, targetPort: 8443 }',
  cidrs: '{ port: 15022 }',
};

const gatewayPort = (example: string): Reader<GatewayPort> =>
  structOf<GatewayPort>(example, { port: trafficPort, targetPort: trafficPort }, { required: ['port'] });

const PROPERTIES: PropertyNames<GatewayPortsOptions> = { http: true, tls: true, cidrs: true };

const HINTS: PropertyHints = { https: 'tls', http2: 'http', tcp: 'tls', ranges: 'cidrs' };

const ONE_PROTOCOL = 'two different ports: Istio drops one of a plain-text and a TLS server on one port';

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
    /**
     * Port of the Service `SERVICE-cidrs`, for `ExternalCidrRoute`s.
     * @default - none
     */
    public readonly cidrsPort?: number | undefined,
    /**
     * Port of the pods for `ExternalCidrRoute`s.
     * @default - none
     */
    public readonly cidrsTargetPort?: number | undefined,
  ) {
    mark(this, 'GatewayPorts');
  }

  /**
   * Returns custom ports.
   *
   * @throws EgressError that names every malformed port, and for one port for two purposes: of a plain-text and a TLS server on one
   * port, Istio drops the later one, and only the port for ranges may read PROXY protocol headers
   */
  public static of(options: GatewayPortsOptions): GatewayPorts {
    return inFactory('GatewayPorts.of', () => {
      const { http = { port: 80, targetPort: 8080 }, tls = { port: 443, targetPort: 8443 }, cidrs } = options ?? {};
      const read = readAll({
        properties: () => assertKnownProperties('GatewayPorts.of', options, PROPERTIES, HINTS),
        http: () => parsePair('http', http),
        tls: () => parsePair('tls', tls),
        cidrs: () => (cidrs === undefined ? undefined : parsePair('cidrs', cidrs)),
      });
      assertDistinct(read);
      const { http: ofHttp, tls: ofTls, cidrs: ofCidrs } = read;
      return new GatewayPorts(
        ofHttp.port,
        ofHttp.targetPort,
        ofTls.port,
        ofTls.targetPort,
        ofCidrs?.port,
        ofCidrs?.targetPort,
      );
    });
  }

  /** Returns the ports as text: `http 80 to 8080, tls 443 to 8443`. */
  public toString(): string {
    const cidrs = this.cidrsPort === undefined ? '' : `, cidrs ${this.cidrsPort} to ${this.cidrsTargetPort}`;
    return `http ${this.httpPort} to ${this.httpTargetPort}, tls ${this.tlsPort} to ${this.tlsTargetPort}${cidrs}`;
  }
}

function parsePair(what: keyof GatewayPortsOptions, value: GatewayPort): PortPair {
  assertLiteral(what, value);
  const { port, targetPort = port } = gatewayPort(EXAMPLES[what])(what, value);
  return { port, targetPort };
}

interface Pairs {
  readonly http: PortPair;
  readonly tls: PortPair;
  readonly cidrs: PortPair | undefined;
}

function assertDistinct({ http, tls, cidrs }: Pairs): void {
  const example = 'http: { port: 80, targetPort: 8080 }, tls: { port: 443, targetPort: 8443 }';
  const pairs = [
    { a: 'http', b: 'tls', ports: [http, tls], allowed: ONE_PROTOCOL, fix: `write ${example}` },
    ...(cidrs === undefined
      ? []
      : Object.entries({ http, tls }).map(([a, pair]) => ({
          a,
          b: 'cidrs',
          ports: [pair, cidrs] as const,
          allowed: 'a port of its own for ranges: no other port may read PROXY protocol headers',
          fix: 'write cidrs: { port: 15022 }',
        }))),
  ] as const;
  readEach(
    pairs.flatMap((pair) => (['port', 'targetPort'] as const).map((key) => ({ ...pair, key }))),
    ({ a, b, ports: [first, second], key, allowed, fix }) => {
      if (first[key] !== second[key]) return;
      const problem = `${a}.${key} and ${b}.${key} must be different`;
      throw EgressError.of({ code: 'EGR0303', problem, got: first[key], allowed, fix });
    },
  );
}
