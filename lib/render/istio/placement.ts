import { ExternalHost } from '../../mesh/external-host';

/** One object of a host: its place, and a function that makes its spec when all routes exist. */
export interface Placement {
  /** Id of the construct of the object below that of the host, which distinguishes objects of one kind. Part of the contract. */
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether the object belongs to the gateway (and carries its metadata) or to the host. */
  readonly belongsTo: 'gateway' | 'host';
  /** Returns the spec from the merged claims of the host. */
  readonly spec: (external: ExternalHost) => object;
}
