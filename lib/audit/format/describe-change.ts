import { describeSource, hasSidecar, withoutSidecar } from '../answer/source-class';
import { counted, few } from '../model/sentence';
import { describeRequest } from '../answer/describe-request';
import { WayChange } from '../diff/compare-ways';
import { WayState } from '../diff/way-state';
import { Diff } from '../diff/diff';
import { hostPort } from '../model/host-port';

/**
 * Returns the requests of a change as a list: `edition.cnn.com:443 tls`, `any other host`. Declarations of hosts have no effect on pods
 * without a sidecar, so that any other host is any host for these pods.
 */
export function describeRequests({ requests, sources }: WayChange): readonly string[] {
  const kinds = sources.map(({ source, except }) => {
    if (!hasSidecar(source)) return 'only';
    return except.includes(withoutSidecar(source)) ? 'not' : 'also';
  });
  return requests.map((request) => {
    const source = kinds.every((each) => each === 'only') ? sources[0]?.source : undefined;
    const text = describeRequest({ ...request, source });
    return request.host === '*' && request.protocol !== 'udp' && kinds.includes('also')
      ? `${text} (any host without a sidecar)`
      : text;
  });
}

/** Returns the outcome before or after a change, with each part of the way that is not the same in the other outcome. */
export function describeState(state: WayState | undefined, other: WayState | undefined): string {
  if (state === undefined) return 'not declared';
  const { outcome, service, clientTls, origination, destination, authority, isUnevaluated } = state;
  const differs = (part: keyof WayState): boolean =>
    other?.outcome === outcome && JSON.stringify(other[part]) !== JSON.stringify(state[part]);
  return [
    outcome === 'gateway' ? `gateway ${service ?? ''}`.trimEnd() : outcome,
    ...(differs('isUnevaluated') && isUnevaluated === true ? ['not evaluated'] : []),
    ...(differs('clientTls') ? [clientTls === undefined ? 'without mesh mTLS' : 'mesh mTLS'] : []),
    ...(differs('origination') ? [ORIGINATIONS[origination ?? 'NONE']] : []),
    ...(destination === undefined ? [] : [`to ${hostPort(destination.host, destination.port)}`]),
    ...(authority === undefined ? [] : [`Host header ${authority}`]),
  ].join(', ');
}

const ORIGINATIONS = { NONE: 'without TLS origination', SIMPLE: 'TLS origination', MUTUAL: 'mutual TLS origination' };

/** Returns the sentences that sum a diff up, the biggest danger first. */
export function describeDiff({ changes, findings }: Diff): readonly string[] {
  const gaining = (way: WayChange['gains']): readonly WayChange[] => changes.filter(({ gains }) => gains === way);
  const errors = findings.added.filter(({ level }) => level === 'error').length;
  const sentences = [
    ...sentenceOf(gaining('direct'), 'opens a way around the gateways', 'open ways around the gateways'),
    ...sentenceOf(gaining('gateway'), 'opens a way through a gateway', 'open ways through gateways'),
    ...sentenceOf(
      gaining('unevaluated'),
      'may open a way that is not evaluated',
      'may open ways that are not evaluated',
    ),
    ...sentenceOf(
      changes.filter(({ effect }) => effect === 'breaks'),
      'breaks requests',
      'break requests',
    ),
    ...(errors === 0 ? [] : [`The audit has ${counted(errors, 'new error')}`]),
  ];
  if (sentences.length > 0) return sentences;
  return [changes.length === 0 ? 'No way out of the mesh changes' : 'Nothing opens, and nothing breaks'];
}

/** Returns the reasons and the new assumptions of a change. If the outcome is the same, the assumptions are the change. */
export function describeReasons({ effect, why, assumptions }: WayChange): readonly string[] {
  const relies = assumptions.map((text) => `now depends on: ${text}`);
  return effect === 'depends' ? [...relies, ...why] : [...why, ...relies];
}

/** A sentence about changes of one kind, with the sources and the hosts if there is one change. */
function sentenceOf(changes: readonly WayChange[], one: string, many: string): readonly string[] {
  const [first, ...more] = changes;
  if (first === undefined) return [];
  if (more.length > 0) return [`${changes.length} changes ${many}`];
  const from = few(first.sources.map((source) => describeSource(source)));
  return [`1 change ${one}: from ${from} to ${few(describeRequests(first))}`];
}
