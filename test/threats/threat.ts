/** A way around the gateway, what closes it, and what shows that it is closed. */
import { Evidence, OnTheMesh } from './evidence';

export interface Threat {
  /** `B1` to `B46`. */
  readonly id: string;
  readonly title: string;
  /** How it works. */
  readonly how: string;
  readonly closedBy: readonly Closing[];
  readonly shownBy: readonly Evidence[];
  /** What stays open, and what has to be done about it outside these manifests. */
  readonly remains?: string;
  /** Stages in which what stays open is seen to be open: attempts that succeed. */
  readonly remainsShownBy?: readonly OnTheMesh[];
  /** Why it is no way around what this library writes, and what holds all the same. */
  readonly notApplicable?: string;
}

/**
 * What of the library closes it, and the kind of object that does: an object that the construct writes in a program of the cases
 * that show it.
 */
export interface Closing {
  /** An exported name, and perhaps a property or a method of it: `ExternalHttpRoute.allowFrom`. */
  readonly by: string;
  readonly kind: string;
  /** The construct that it is given to, where it is a value. */
  readonly to?: string;
  /** Whether that construct has it without being given any. */
  readonly byDefault?: boolean;
  /** The construct that writes the object, where that is another. */
  readonly writtenBy?: string;
}

export type Status =
  'closed' | 'closed in part' | 'refused at synthesis' | 'made harder' | 'open to manifests' | 'not applicable';

/** What the data says of a threat, and nothing better. */
export function statusOf({ closedBy, shownBy, remains, notApplicable }: Threat): Status {
  if (notApplicable !== undefined) return 'not applicable';
  if (closedBy.length === 0) return 'open to manifests';
  if (shownBy.some(({ how }) => how !== 'refusal' && how !== 'object')) {
    return remains === undefined ? 'closed' : 'closed in part';
  }
  return shownBy.every(({ how }) => how === 'refusal') && remains === undefined
    ? 'refused at synthesis'
    : 'made harder';
}

/** A construct, or one with the property named behind it. */
export const by = (name: string, kind: string): Closing => ({ by: name, kind });

/** A value that a construct is given. */
export const given = (name: string, to: string, kind: string): Closing => ({ by: name, kind, to });

/** A value that a construct has where it is given none. */
export const byDefault = (name: string, to: string, kind: string, writtenBy?: string): Closing => ({
  ...given(name, to, kind),
  byDefault: true,
  ...(writtenBy !== undefined && { writtenBy }),
});
