/**
 * The connections that the redirection of every pod leaves out: ports and ranges in the values of Istio's Helm charts.
 */
import { isIP } from 'node:net';
import { Mesh } from '../model/mesh';
import { addressRange } from '../way/address-range';
import { Question } from './question';

/** The redirection of a connection to the sidecar. */
export interface Redirection {
  /** The setting by which the connection does not pass the sidecar. */
  readonly leftOutBy?: string;
  readonly assumptions: readonly string[];
}

/** An excluded range with a shorter prefix may have the address of every host. */
const WIDE = 8;

/**
 * Returns whether a connection passes the sidecar by the settings of the mesh. A host without an address is in every wide range that is excluded, and
 * in an included range of every address alone.
 */
export function redirectionOf({ settings }: Mesh, { host, port, address }: Question): Redirection {
  const { excludeOutboundPorts = '', excludeIPRanges = '', includeIPRanges = '*' } = settings;
  const dialled = isIP(host) > 0 ? host : address;
  const isIn = (ranges: string, longest: number): boolean =>
    ranges.split(',').some((text) => {
      if (text.trim() === '*') return true;
      const range = addressRange(text.trim());
      if (range === undefined) return false;
      return dialled === undefined ? range.prefix < longest : range.contains(dialled);
    });
  const leftOutBy = excludeOutboundPorts.split(/\D+/).includes(String(port))
    ? `excludeOutboundPorts: ${excludeOutboundPorts}`
    : isIn(excludeIPRanges, WIDE)
      ? `excludeIPRanges: ${excludeIPRanges}`
      : isIn(includeIPRanges, 1)
        ? undefined
        : `includeIPRanges: ${includeIPRanges}`;
  if (leftOutBy !== undefined) return { leftOutBy, assumptions: [] };
  const isAssumed = excludeIPRanges.trim() !== '' && dialled === undefined && host !== '*';
  return { assumptions: isAssumed ? [`no address of ${host} is in excludeIPRanges: ${excludeIPRanges}`] : [] };
}
