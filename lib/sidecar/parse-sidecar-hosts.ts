import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertList, listMeantBy } from '../input/list';
import { assertLiteral } from '../input/token';

const NAMESPACE = /^(\.|[a-z0-9]([a-z0-9-]*[a-z0-9])?)$/;
const HOST = /^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*)$/;
const ONE_LABEL = /^[a-z0-9-]+$/;

/**
 * Reads hosts in the form of a Sidecar.
 *
 * @param what name of the property: `additionalHosts`
 * @throws EgressError that names every host that is not `namespace/host`, with one namespace, and a full name or a wildcard
 */
export function parseSidecarHosts(what: string, values: readonly string[]): readonly string[] {
  assertLiteral(what, values);
  assertList(
    what,
    values,
    listMeantBy(values, (value) => parseSidecarHost(what, value as string)) ?? '["databases/*"]',
  );
  return readEach(values, (value, index) => parseSidecarHost(`${what}[${index}]`, value));
}

function parseSidecarHost(what: string, value: string): string {
  const [namespace = '', host = '', ...rest] = typeof value === 'string' ? value.split('/') : [];
  if (rest.length > 0 || !NAMESPACE.test(namespace) || !HOST.test(host)) {
    throw malformed(`${what} must be namespace/host`, value, fixOf(value));
  }
  if (!ONE_LABEL.test(host)) return value;
  // Istio matches full names, so that a short name would import no Service.
  const fix =
    namespace === '.'
      ? `remove ${what}: Services of the own namespace are imported`
      : `write "${namespace}/${host}.${namespace}.svc.cluster.local"`;
  throw malformed(`${what} must have a full DNS name`, value, fix);
}

const OTHERWISE = 'write the namespace before the host, such as "databases/*" for every host of a namespace';

/** Returns the fix for a host without its namespace: the namespace of a Service is the second label of its name. */
function fixOf(value: unknown): string {
  if (typeof value !== 'string') return OTHERWISE;
  const [, service, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?$/.exec(value) ?? [];
  if (service !== undefined && value.includes('.svc')) {
    const host = /\.svc$/.test(value) ? `${value}.cluster.local` : value;
    return `write "${namespace}/${host}"`;
  }
  if (/^[a-z0-9-]+$/.test(value)) return `write "${value}/*" for every host of the namespace`;
  return OTHERWISE;
}

function malformed(problem: string, got: unknown, fix: string): EgressError {
  return EgressError.of({
    code: 'EGR0601',
    problem,
    got,
    allowed:
      'namespace/host, such as "databases/*" or "shared/api.shared.svc.cluster.local"; no wildcard for the namespace',
    fix,
  });
}
