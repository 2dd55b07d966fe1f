import { Exit } from '../answer/answer';
import { SourceSet } from '../answer/source-class';
import { RequestedPort } from '../answer/ways';

/** A picture of the requests that leave, and of those that fail. Refused requests are not in the picture. */
export interface EgressGraph {
  readonly sources: readonly SourceNode[];
  readonly exits: readonly ExitNode[];
  readonly hosts: readonly HostNode[];
  readonly edges: readonly GraphEdge[];
}

/** Workloads that reach the same hosts. */
export interface SourceNode {
  /** `s1`, unique in the graph. */
  readonly id: string;
  readonly sources: readonly SourceSet[];
}

/** The way that requests leave by: a gateway, around every gateway, or none because they fail. */
export interface ExitNode {
  /** `x1`, unique in the graph. */
  readonly id: string;
  readonly outcome: 'gateway' | 'direct' | 'fails';
  /** `namespace/name` of the gateway's Service; absent without a gateway. */
  readonly service?: string;
  /** The TLS between the sidecar and the gateway; absent without a gateway. */
  readonly clientTls?: Exit['clientTls'];
}

/** Hosts and ports that leave by one exit. A host with two exits is in two nodes. */
export interface HostNode {
  /** `h1`, unique in the graph. */
  readonly id: string;
  /** The id of the exit. */
  readonly exit: string;
  /** Sorted by host and port. */
  readonly requests: readonly RequestedPort[];
}

/** Requests from sources to hosts. */
export interface GraphEdge {
  /** The id of a source node. */
  readonly from: string;
  /** The id of a host node. */
  readonly to: string;
  /** The outcome of the exit of the host node. */
  readonly outcome: ExitNode['outcome'];
  /** Whether every source of the source node reaches every host of the host node. */
  readonly isComplete: boolean;
}
