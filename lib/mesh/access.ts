import { Operation } from '../http/operation';
import { Source } from './source';

/** What one route says of who may use it. */
export interface Access {
  /** Sorted, each once; empty where nothing was said. */
  readonly sources: readonly Source[];
  /** What they may do; empty means everything. */
  readonly operations: readonly Operation[];
}

/** Nothing was said: whoever reaches the gateway may use the route. */
export const OPEN: Access = { sources: [], operations: [] };

/** Whether anything was said, so that the gateway must look at who calls. */
export function isRestricted({ sources, operations }: Access): boolean {
  return sources.length > 0 || operations.length > 0;
}
