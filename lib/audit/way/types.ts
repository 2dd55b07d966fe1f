import { Evidence, Hop } from '../manifest/evidence';
import { Entry } from './entry';

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

/** How a request travels. `hops` are the stations, as far as the request gets. */
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
      /** The listeners of gateways that the request comes to, in this order. */
      readonly entries: readonly Entry[];
      readonly hops: readonly Hop[];
    }
  | {
      /** It is declared in the mesh, and no rule takes it to a gateway. */
      readonly kind: 'direct';
      readonly destination: Destination;
      readonly hops: readonly Hop[];
    }
  | {
      /** The client's sidecar does not know it. */
      readonly kind: 'unknown';
      readonly cluster: 'PassthroughCluster' | 'BlackHoleCluster';
      /** The Sidecar that decides. Empty when the mesh does. */
      readonly decidedBy: readonly Evidence[];
      readonly hops: readonly Hop[];
    }
  | {
      /** It would fail, or the reader does not model what decides about it (`not modelled: ...`). */
      readonly kind: 'broken';
      readonly reason: string;
      readonly decidedBy: readonly Evidence[];
      readonly hops: readonly Hop[];
    };
