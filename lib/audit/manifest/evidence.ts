import { Manifest, nameOf, Path } from './manifest';
import { pathText } from './path-text';

/** The object, and the value in the object, that decides something. */
export interface Evidence {
  readonly manifest: Manifest;
  /** The object as a whole when absent. */
  readonly path?: Path;
}

/** A station of a request. */
export interface Hop {
  /** The station: `payments/api`, `mTLS`, `istio-egress/egress:443`, `edition.cnn.com:443`. */
  readonly text: string;
  /** The values that sent the request here, the rule of the sender first. */
  readonly decidedBy?: readonly Evidence[];
}

/** Returns the evidence of a value of an object. */
export function at({ manifest }: { readonly manifest: Manifest }, ...path: Path): Evidence {
  return { manifest, path };
}

/** Returns a text that is equal for equal places. */
export function keyOfPlace({ manifest, path = [] }: Evidence): string {
  return JSON.stringify([nameOf(manifest), path]);
}

/** Returns the place of a value as text: `spec.tls[0].match[0] of VirtualService payments/bank`. */
export function describePlace({ manifest, path = [] }: Evidence): string {
  return `${pathText(path)} of ${nameOf(manifest)}`;
}

/** Returns the evidence of a value inside another value. */
export function within({ manifest, path = [] }: Evidence, ...further: Path): Evidence {
  return { manifest, path: [...path, ...further] };
}
