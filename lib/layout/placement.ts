import { ExternalHost } from '../model/external-host';

/** One object that a host stands in: where it goes now, what is in it once all routes are known. */
export interface Placement {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether the object belongs to the gateway (and carries its metadata) or to the host. */
  readonly belongsTo: 'gateway' | 'host';
  /** Makes the spec from all that was said of the host. */
  readonly spec: (external: ExternalHost) => object;
}

/** Says which objects a host stands in, in the order in which they must be applied. Pure. */
export type PlaceHost = (external: ExternalHost) => readonly Placement[];
