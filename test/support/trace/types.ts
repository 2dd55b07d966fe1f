/**
 * What goes into the trace and what comes out of it.
 *
 * The trace answers one question from manifests alone: which way does a request to host:port go? It is written from
 * Istio's semantics and knows nothing of the library whose output it reads, so that it can be held against it.
 */

/** One Kubernetes object as parsed from YAML; only what the trace reads of it is typed. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    /** Absent means `default`, as with `kubectl apply`. */
    readonly namespace?: string;
    readonly creationTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

/** The Kubernetes Service in front of a gateway's pods: what no Istio manifest says. */
export interface GatewayService {
  readonly namespace: string;
  readonly name: string;
  /** `cluster.local` when absent. */
  readonly clusterDomain?: string;
  /** The labels of the pods behind the Service; a Gateway object picks its pods by them. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
}

/** What the trace has to be told about the mesh. */
export interface MeshFacts {
  /** `istio-system` when absent. */
  readonly rootNamespace?: string;
  readonly gatewayServices: readonly GatewayService[];
  /** The mesh's `outboundTrafficPolicy`; `ALLOW_ANY`, Istio's default, when absent. */
  readonly outboundPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
}

/** One request of a pod that has a sidecar. */
export interface Request {
  readonly clientNamespace: string;
  /**
   * The Host header or the SNI; the address dialled for `tcp`. A wildcard such as `*.example.com` stands for a name under it that no
   * rule names.
   */
  readonly host: string;
  readonly port: number;
  /** `tls`: the application itself speaks TLS and sends the host as SNI. `tcp`: the bytes carry no name. */
  readonly protocol: 'http' | 'tls' | 'tcp';
}

/** Where a request ends up. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** How a request travels; `hops` are the stations as far as it got, for people. */
export type Way =
  | {
      /** It leaves the mesh through a gateway. */
      readonly kind: 'gateway';
      /** The Gateway object whose server took it, `namespace/name`. */
      readonly gateway: string;
      readonly serverPort: number;
      /** The Service in front of the gateway's pods, `namespace/name`. */
      readonly service: string;
      /** What the client's sidecar wraps the first hop in. */
      readonly clientTls: 'ISTIO_MUTUAL' | 'NONE';
      /** The TLS that the gateway itself starts towards the destination. */
      readonly origination: 'SIMPLE' | 'MUTUAL' | 'NONE';
      readonly destination: Destination;
      /** The Host header that arrives, where a route writes another. */
      readonly authority?: string;
      readonly hops: readonly string[];
    }
  | {
      /** It is declared in the mesh, and no rule takes it to a gateway. */
      readonly kind: 'direct';
      readonly destination: Destination;
      readonly hops: readonly string[];
    }
  | {
      /** The client's sidecar does not know it. */
      readonly kind: 'unknown';
      readonly cluster: 'PassthroughCluster' | 'BlackHoleCluster';
      readonly hops: readonly string[];
    }
  | {
      /** It would fail, or the trace does not model what decides about it (`not modelled: ...`). */
      readonly kind: 'broken';
      readonly reason: string;
      readonly hops: readonly string[];
    };
