import { Labels } from '../model/labels';

/** An end of a connection. */
export type Endpoint = PodEndpoint | OutsideEndpoint;

/** A pod of the cluster. */
export interface PodEndpoint {
  readonly kind: 'pod';
  readonly namespace: string;
  readonly labels: Labels;
  /** The address of the pod; absent if no object has the address. */
  readonly address?: string;
  /** The named ports of the pod's containers; absent if no object has the pod. */
  readonly ports?: readonly NamedPort[];
}

/** A named port of a container. */
export interface NamedPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: Protocol;
}

/** A host outside the cluster. */
export interface OutsideEndpoint {
  readonly kind: 'outside';
  /** The name of the host, or the address. */
  readonly host: string;
  /** The address; absent if no object has the address. */
  readonly address?: string;
  /** Whether the address is an example of the addresses of the internet, of which no object has one. */
  readonly isExample?: boolean;
}

/** Protocols of network policies. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A connection that one end opens to the other. */
export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** The port of the destination: of the pod, not of a Service. */
  readonly port: number;
  readonly protocol: Protocol;
}
