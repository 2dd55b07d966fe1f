import { isWide } from '../../network/address-range';
import { internetIn } from '../model/address-set';
import { openingRulesOfCluster } from './cluster-network-policy';
import { NetworkPolicies } from './connection';
import { isForEgress, openingRules } from './network-policy';
import { OpenedPort } from './opening-rule';

/** Addresses that a rule opens, on a port. */
export interface OpenedRange extends OpenedPort {
  readonly range: string;
}

/**
 * Returns the ranges with addresses of the internet that policies for pods of a namespace open: of a narrow range the parts that are the
 * internet, and a wide range, in which every host can have an address, as a whole.
 */
export function openedRanges(
  { byNamespace, admin, baseline }: Pick<NetworkPolicies, 'byNamespace' | 'admin' | 'baseline'>,
  namespace: string,
): readonly OpenedRange[] {
  const own = (byNamespace.get(namespace) ?? []).flatMap(({ spec }) => (isForEgress(spec) ? openingRules(spec) : []));
  const cluster = [...admin, ...baseline].flatMap(({ spec }) => openingRulesOfCluster(spec));
  return [...own, ...cluster].flatMap(({ blocks, ports }) =>
    blocks
      .flatMap(({ cidr, except }) => {
        const parts = internetIn(cidr, except);
        return isWide(cidr) && parts.length > 0 ? [cidr] : parts;
      })
      .flatMap((range) => ports.map(({ protocol, port }) => ({ range, protocol, port }))),
  );
}
