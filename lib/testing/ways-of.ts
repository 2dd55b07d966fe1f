import { describeWays } from '../audit/answer/describe-ways';
import { waysOf as waysOfMesh } from '../audit/answer/ways';
import { readMesh } from '../audit/model/mesh';
import { AuditOptions, parseAuditOptions } from './audit-options';
import { readSubject } from './subject';

/**
 * Returns the ways of requests as text, for a snapshot: one line per source, host and port. A change of names, labels or the order of
 * objects changes no line.
 *
 * @param subject a `Chart`, an `App`, an `EgressMesh`, or a list of manifests
 * @throws EgressError for another value, for charts of several meshes, and for malformed options
 *
 * @example
 * expect(waysOf(chart)).toMatchSnapshot();
 */
export function waysOf(subject: object, options: AuditOptions = {}): string[] {
  const { manifests, settings } = readSubject(subject, parseAuditOptions('waysOf', options));
  return describeWays(waysOfMesh(readMesh(manifests, settings)));
}
