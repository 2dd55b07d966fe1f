import { ClientTls } from '../gateway/client-tls';
import { refuseAnonymous } from '../gateway/refuse-anonymous';
import { InputError } from '../input/input-error';
import { required } from '../input/instance';
import { Source } from '../mesh/source';
import { EgressSource } from './egress-source';

/**
 * Reads who may use a route.
 *
 * @throws InputError for no source, for something else than a source, and where the gateway does not know who calls
 */
export function readSources(clientTls: ClientTls, sources: readonly EgressSource[]): readonly Source[] {
  refuseAnonymous(clientTls);
  refuseNone(
    'allowFrom',
    sources,
    'write allowFrom: [EgressSource.namespace("...")], or route.allowFrom(a, b) without a list; without sources remove the route',
  );
  for (const source of sources) {
    required('allowFrom', source instanceof EgressSource, source, "[EgressSource.namespace('...')]");
  }
  return sources.map((source) => source._source);
}

/**
 * Refuses an empty list, which would say nothing, and what is no list, as JavaScript lets through.
 *
 * @throws InputError
 */
export function refuseNone(what: string, values: readonly unknown[], fix: string): void {
  if (Array.isArray(values) && values.length > 0) return;
  throw new InputError({
    problem: `${what} is ${Array.isArray(values) ? 'empty' : 'not a list'}`,
    got: values,
    allowed: 'one or more',
    fix,
  });
}
