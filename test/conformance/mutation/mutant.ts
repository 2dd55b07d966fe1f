/** What a mutant is: what an example synthesizes, with one thing changed that must not go unnoticed. */
import { Manifest } from '../../../lib/audit/manifest/manifest';

/** What identifies an object. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface Mutant {
  /** Stable, e.g. `VirtualService default/route: tls[0].route[0].destination.subset -> no-such-subset`. */
  readonly id: string;
  /** The row that made it, e.g. `virtual-service/subset`; many mutants share one. */
  readonly operator: string;
  /** The object that is changed, as it is called before the change. */
  readonly target: Identity;
  /** The field that is changed, e.g. `tls[0].route[0].destination.subset`; absent where the whole object goes. */
  readonly field?: string;
  /** The whole set in its order; all objects but the changed one are those of the input. */
  readonly manifests: readonly Manifest[];
}

/** What changes one object of a set. */
export interface Edit {
  readonly operator: string;
  /** Absent where the whole object goes. */
  readonly field?: string;
  /** What becomes of the field, in words, e.g. `-> no-such-subset`. */
  readonly says: string;
  /** What stands in the object's place; nothing where it is deleted. */
  readonly result?: Manifest;
}

/** An object and the set it stands in. */
export interface Placed {
  readonly manifest: Manifest;
  readonly manifests: readonly Manifest[];
}

/** The namespace of an object, with the default of `kubectl apply`. */
export function namespaceOf({ metadata: { namespace } }: Manifest): string {
  return namespace ?? 'default';
}

export function identityOf(manifest: Manifest): Identity {
  const { apiVersion, kind, metadata } = manifest;
  return { apiVersion, kind, namespace: namespaceOf(manifest), name: metadata.name };
}
