import { ExternalHost } from '../../mesh/external-host';

/** One object that a host stands in: where it goes now, what is in it once all routes are known. */
export interface Placement {
  /** Id of its construct below the host's: its kind, or what tells it from another of that kind. Part of the contract. */
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether the object belongs to the gateway (and carries its metadata) or to the host. */
  readonly belongsTo: 'gateway' | 'host';
  /** Makes the spec from all that was said of the host. */
  readonly spec: (external: ExternalHost) => object;
}

/**
 * Says which objects a host stands in, in the order in which they must be applied. Pure. Asked again whenever more is said of
 * the host: objects may be added then, never taken away.
 */
export type PlaceHost = (external: ExternalHost) => readonly Placement[];
