import { isIP } from 'node:net';
import { EgressError } from '../input/egress-error';
import { assignment } from '../input/source-text';
import { HttpRetryModel, UpstreamModel } from '../mesh/upstream-model';
import { UpstreamResolution } from '../mesh/upstream-resolution';
import { regionOf } from './locality';
import { UpstreamEndpoint } from './upstream-endpoint';

/** The options of a route, read: settings of the port, and the endpoints of the host. */
export interface ReadUpstream extends UpstreamModel {
  readonly endpoints?: readonly UpstreamEndpoint[];
  readonly resolution?: UpstreamResolution;
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
 * Rejects a resolution and a failover that do not fit the endpoints.
 *
 * @throws EgressError
 */
export function assertUpstream(what: string, read: ReadUpstream): void {
  assertResolution(what, read);
  assertFailover(what, read);
}

function assertResolution(what: string, { endpoints = [], resolution }: ReadUpstream): void {
  const names = endpoints.filter(({ address }) => isIP(address) === 0);
  const contradicts = {
    [UpstreamResolution.DNS]: false,
    [UpstreamResolution.DNS_ROUND_ROBIN]: endpoints.length > 1 || endpoints.length > names.length,
    [UpstreamResolution.STATIC]: endpoints.length === 0 || names.length > 0,
  };
  if (resolution === undefined || !contradicts[resolution]) return;
  throw EgressError.of({
    code: 'EGR0121',
    problem: `${what}.resolution cannot be UpstreamResolution.${resolution} with these endpoints`,
    got: endpoints.map(({ address }) => address),
    allowed: 'STATIC with addresses, DNS_ROUND_ROBIN with at most one name, DNS with any endpoints',
    fix: `remove resolution, or write ${assignment(`${what}.resolution`, 'UpstreamResolution.DNS')}`,
  });
}

/** Istio ignores a region without endpoints, and the second entry of a region; without outlier detection, nothing fails over. */
function assertFailover(
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
