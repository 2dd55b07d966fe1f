import { Operation } from '../http/operation';
import { Source } from './source';

/** The access that one route grants. */
export interface Access {
  /** The callers that may use the route, each once, sorted; empty if the route restricts no callers. */
  readonly sources: readonly Source[];
  /** The requests that the sources may send; empty if every request is allowed. */
  readonly operations: readonly Operation[];
}

/** The access of a route without restrictions: every caller that reaches the gateway may use the route. */
export const OPEN: Access = { sources: [], operations: [] };

/** Returns whether a route restricts access, so that the gateway must check callers or requests. */
export function isRestricted({ sources, operations }: Access): boolean {
  return sources.length > 0 || operations.length > 0;
}
