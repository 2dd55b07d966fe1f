/**
 * Fields and objects that the reader does not evaluate. If one of them decides about a request, a part of the reader throws, and `wayOf`
 * returns a way of kind `unevaluated`.
 */
import { Evidence, within } from '../manifest/evidence';

/** Something that can change the way of a request, and that the reader does not evaluate. */
export interface Unevaluated {
  /** A noun phrase with the name of the object. */
  readonly what: string;
  readonly decidedBy: readonly Evidence[];
}

/** Thrown where something that the reader does not evaluate decides about a request. */
export class NotEvaluated extends Error implements Unevaluated {
  constructor(
    readonly what: string,
    readonly decidedBy: readonly Evidence[],
  ) {
    super(what);
  }
}

/** Ends the way: something that the reader does not evaluate decides about the request. */
export function notEvaluated(what: string, ...decidedBy: readonly Evidence[]): never {
  throw new NotEvaluated(what, decidedBy);
}

/** Refuses a value of an object that has a field outside the list. */
export function refuseUnevaluated(
  value: object,
  known: ReadonlySet<string>,
  where: () => string,
  owner: Evidence,
): void {
  for (const field of Object.keys(value)) {
    if (isUnevaluated(value, field, known)) notEvaluated(`${field} in ${where()}`, within(owner, field));
  }
}

/** Returns the fields of a value of an object that are outside the list. Empty fields do not count. */
export function unevaluatedFields(
  value: object,
  known: ReadonlySet<string>,
  where: string,
  owner: Evidence,
): readonly Unevaluated[] {
  return Object.keys(value)
    .filter((field) => isUnevaluated(value, field, known))
    .map((field) => ({ what: `${field} in ${where}`, decidedBy: [within(owner, field)] }));
}

function isUnevaluated(value: object, field: string, known: ReadonlySet<string>): boolean {
  return !known.has(field) && !isEmpty((value as Readonly<Record<string, unknown>>)[field]);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
