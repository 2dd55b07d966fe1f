import { SUPPRESSION_PREFIX } from '../../input/suppression';
import { DirectHostRecord } from '../../mesh/direct-hosts';
import { PeerRule } from './peer-rule';

/** Returns the annotation by which the audit has the reasons of ranges that direct hosts open. */
export function directReasons(records: readonly DirectHostRecord[]): Readonly<Record<string, string>> {
  const reasons = new Set(records.filter(({ cidrs }) => cidrs.length > 0).map(({ because }) => because));
  return reasons.size === 0 ? {} : { [`${SUPPRESSION_PREFIX}EGR3307`]: [...reasons].join('; ') };
}

/** Returns the rules that open the ranges of direct hosts, on their ports. */
export function directRules(records: readonly DirectHostRecord[]): readonly PeerRule[] {
  return records
    .filter(({ cidrs }) => cidrs.length > 0)
    .map(({ cidrs, ports }) => ({
      peers: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
      ports: ports.map((port) => ({ protocol: 'TCP', port })),
    }));
}
