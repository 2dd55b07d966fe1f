import { DirectHostRecord } from '../../mesh/direct-hosts';
import { PeerRule } from './peer-rule';

/** Returns the rules that open the ranges of direct hosts, on their ports. */
export function directRules(records: readonly DirectHostRecord[]): readonly PeerRule[] {
  return records
    .filter(({ cidrs }) => cidrs.length > 0)
    .map(({ cidrs, ports }) => ({
      peers: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
      ports: ports.map((port) => ({ protocol: 'TCP', port })),
    }));
}
