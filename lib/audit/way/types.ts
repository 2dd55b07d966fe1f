import { RequestProtocol } from '../model/request-protocol';
import { Evidence, Hop } from '../manifest/evidence';
import { Cause } from '../model/broken';
import { Unevaluated } from '../model/unevaluated';
import { GatewayService } from '../model/settings';
import { Destination } from './destination';
import { Entry } from './entry';

/** One request of a pod that has a sidecar. */
export interface Request {
  readonly clientNamespace: string;
  /** Labels of the client's pod; no labels that a selector names when absent. */
  readonly clientLabels?: Readonly<Record<string, string>>;
  /**
   * The Host header or the SNI; the address dialled for `tcp`. A wildcard such as `*.example.com` is a name under the wildcard that no
   * rule names.
   */
  readonly host: string;
  readonly port: number;
  /** The address to which the client resolves the host, if the question has the address. */
  readonly address?: string;
  /** `tls`: the application itself speaks TLS and sends the host as SNI. `tcp`: the bytes carry no name. */
  readonly protocol: RequestProtocol;
  /** The method and the path of an HTTP request. Without them, every rule that could match is followed. */
  readonly method?: string;
  readonly path?: string;
}

/** A port of a declared host, or of every other host. */
export type DeclaredPort = Pick<Request, 'host' | 'port' | 'protocol'>;

/** A request as a gateway receives it. */
export interface Sent extends Request {
  /** The Host header, if a route has written another. */
  readonly authority?: string;
  /** Whether a proxy has started the TLS of the request. */
  readonly isTlsStarted?: boolean;
}

/** A connection to the pods of a gateway. */
export interface GatewayConnection {
  /** The index of the station at the pods. */
  readonly station: number;
  readonly service: GatewayService;
  /** The port of the Service. */
  readonly port: number;
  /** The port of the pods. */
  readonly targetPort: number;
  /** Whether the sender starts mesh mTLS. */
  readonly isMutual: boolean;
  /** The settings of TLS, none without a DestinationRule. */
  readonly settings: readonly Evidence[];
  /** The rule of the sender that sends the request to the gateway. */
  readonly routedBy: Evidence;
}

/** The properties of every way. */
export interface Travelled {
  /** The stations, as far as the request gets. */
  readonly hops: readonly Hop[];
  /** The connections to gateways, in this order. The last one can fail. */
  readonly connections: readonly GatewayConnection[];
  /** Sentences on which the way relies and that are not in the manifests. */
  readonly assumptions: readonly string[];
  /** The objects and fields that can change the way, and are not evaluated. */
  readonly doubts: readonly Doubt[];
  /** The ways of the same request that fail, under other conditions. */
  readonly failing?: readonly BrokenWay[];
}

/** Something that can change a way, and that the reader does not evaluate. */
export interface Doubt extends Unevaluated {
  /** The connection to the first gateway that has received the request. Without a gateway, the request may leave around every gateway. */
  readonly received?: GatewayConnection;
}

/** A way that leaves the mesh through a gateway. */
export interface GatewayWay extends Travelled {
  readonly kind: 'gateway';
  /** The Gateway object whose server accepts the request, `namespace/name`. */
  readonly gateway: string;
  readonly serverPort: number;
  /** The Service in front of the gateway's pods, `namespace/name`. */
  readonly service: string;
  /** The TLS that the client's sidecar starts towards the gateway. */
  readonly clientTls: 'ISTIO_MUTUAL' | 'NONE';
  /** The TLS that proxies start towards the destination: the gateway itself, or a sidecar whose TLS the gateway passes on. */
  readonly origination: 'SIMPLE' | 'MUTUAL' | 'NONE';
  readonly destination: Destination;
  /** The Host header that arrives, where a route writes another. */
  readonly authority?: string;
  /** The listeners of gateways that the request comes to, in this order. */
  readonly entries: readonly Entry[];
  /** The endpoints one of which the last gateway connects to: those of the destination, or of a proxy that is asked for the destination. */
  readonly connectsTo: readonly Destination[];
}

/** A way to a declared host for which no rule has a gateway as destination. */
export interface DirectWay extends Travelled {
  readonly kind: 'direct';
  readonly destination: Destination;
  /** The endpoints one of which receives the connection, if an object names them. */
  readonly endpoints?: readonly Destination[] | undefined;
  /** The value by which the sidecar connects to whatever address the application dials. */
  readonly dialledBy?: Evidence | undefined;
  /** The TLS that the client's sidecar starts towards the destination. */
  readonly origination: 'SIMPLE' | 'MUTUAL' | 'NONE';
}

/** A way of a request for an unknown host. */
export interface UnknownWay extends Travelled {
  readonly kind: 'unknown';
  readonly cluster: 'PassthroughCluster' | 'BlackHoleCluster';
  /** The Sidecar that decides. Empty when the mesh does. */
  readonly decidedBy: readonly Evidence[];
  /** The `tls` rule for other SNIs of the declared host, beside which the host has no filter chain of its own. */
  readonly hiddenBy?: Evidence | undefined;
}

/** A way that fails. */
export interface BrokenWay extends Travelled {
  readonly kind: 'broken';
  /** The listeners of gateways that the request comes to before it fails, in this order. */
  readonly entries?: readonly Entry[];
  readonly cause: Cause;
  /** The cause in words, for people. */
  readonly reason: string;
  readonly decidedBy: readonly Evidence[];
}

/** A way that ends at a Service of the cluster. */
export interface InsideWay extends Travelled {
  readonly kind: 'inside';
  readonly decidedBy: readonly Evidence[];
}

/** A way that the reader does not follow to its end. The last doubt is the reason. */
export interface UnevaluatedWay extends Travelled {
  readonly kind: 'unevaluated';
}

/** How a request travels. */
export type Way = GatewayWay | DirectWay | UnknownWay | BrokenWay | InsideWay | UnevaluatedWay;
