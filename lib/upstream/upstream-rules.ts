import { EgressError } from '../input/egress-error';
import { assignment } from '../input/source-text';
import { HttpRetryModel, UpstreamModel } from '../mesh/upstream-model';
import { regionOf } from './locality';
import { UpstreamEndpoint } from './upstream-endpoint';

/** The options of a route, read: settings of the port, and the endpoints of the host. */
export interface ReadUpstream extends UpstreamModel {
  readonly endpoints?: readonly UpstreamEndpoint[];
}

/**
 * Rejects further fields where retries are disabled, as istiod does.
 *
 * @throws EgressError
 */
export function assertRetries(what: string, { attempts, ...others }: HttpRetryModel): void {
  const names = Object.keys(others);
  if (attempts > 0 || names.length === 0) return;
  throw EgressError.of({
    code: 'EGR0120',
    problem: `${what} would ignore ${names.join(', ')} with attempts: 0`,
    got: attempts,
    allowed: 'attempts: 0 alone, or 1 attempt or more',
    fix: `write ${assignment(`${what}.attempts`, '1')}, or remove ${names.join(', ')}`,
  });
}

/**
 * Rejects a timeout of each try that is not below the timeout of the request: Envoy ignores it (`FilterUtility::finalTimeout` in
 * envoyproxy/envoy `source/common/router/router.cc`).
 *
 * @throws EgressError
 */
export function assertTimeouts(
  what: string,
  { timeout, retries: { perTryTimeout } = { attempts: 0 } }: ReadUpstream,
): void {
  if (timeout === undefined || perTryTimeout === undefined) return;
  // Both are as Istio reads them: `1.5s`.
  if (parseFloat(perTryTimeout) < parseFloat(timeout)) return;
  throw EgressError.of({
    code: 'EGR0120',
    problem: `${what}.retries.perTryTimeout would be ignored`,
    got: { timeout, perTryTimeout },
    allowed: 'a perTryTimeout below timeout, which is the time of a request with its retries',
    fix: `remove ${what}.retries.perTryTimeout, or write a greater ${what}.timeout`,
  });
}

/**
 * Rejects a failover that does not fit the endpoints. Istio ignores a region without endpoints, and the second entry of a region; without
 * outlier detection, nothing fails over.
 *
 * @throws EgressError
 */
export function assertFailover(
  what: string,
  { endpoints = [], failover: given = [], outlierDetection: ejects }: ReadUpstream,
): void {
  const regions = endpoints.flatMap(({ locality }) => (locality === undefined ? [] : [regionOf(locality)]));
  given.forEach(({ from, to }, index) => {
    const isFirst = given.findIndex((each) => each.from === from) === index;
    if (ejects !== undefined && isFirst && from !== to && regions.includes(to)) return;
    throw EgressError.of({
      code: 'EGR0120',
      problem: `${what}.failover[${index}] would be ignored`,
      got: { from, to },
      allowed: `each region once, to another region of the endpoints${regions.length > 0 ? ` (${[...new Set(regions)].join(', ')})` : ''}, with outlierDetection`,
      fix:
        ejects === undefined
          ? `write ${assignment(`${what}.outlierDetection`, '{ consecutiveLocalOriginFailures: 2 }')}`
          : `correct ${what}.failover[${index}], or write locality on the endpoints`,
    });
  });
}
