import { assertInstances } from '../input/instance';
import { EgressSource } from './egress-source';

/**
 * Reads the sources of a route.
 *
 * @throws EgressError for an empty list, and for every value that is not a source
 */
export function parseSources(sources: readonly EgressSource[]): readonly EgressSource[] {
  const least = 'one source or more; remove a route that has no caller';
  assertInstances('allowFrom', sources, 'EgressSource', 'EgressSource.namespace("payments")', least);
  return [...sources];
}
