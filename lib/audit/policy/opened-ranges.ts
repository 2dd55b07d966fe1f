import { isWide } from '../../network/address-range';
import { internetIn } from '../model/address-set';
import { openingRulesOfCluster } from './cluster-network-policy';
import { NetworkPolicies } from './connection';
import { isForEgress, openingRules } from './network-policy';
import { OpenedPort } from './ranges';

/** Addresses of the internet that a rule names, on a port. */
export interface OpenedRange extends OpenedPort {
  readonly range: string;
}

/**
 * Returns the addresses of the internet that policies for pods of a namespace name. Ranges so wide that each host can have an address there are not
 * among them: such a range opens every host.
 */
export function openedRanges(
  { byNamespace, admin, baseline }: Pick<NetworkPolicies, 'byNamespace' | 'admin' | 'baseline'>,
  namespace: string,
): readonly OpenedRange[] {
  const own = (byNamespace.get(namespace) ?? []).flatMap(({ spec }) => (isForEgress(spec) ? openingRules(spec) : []));
  const cluster = [...admin, ...baseline].flatMap(({ spec }) => openingRulesOfCluster(spec));
  return [...own, ...cluster].flatMap(({ blocks, ports }) =>
    blocks
      .filter(({ cidr }) => !isWide(cidr))
      .flatMap(({ cidr, except }) => internetIn(cidr, except))
      .flatMap((range) => ports.map(({ protocol, port }) => ({ range, protocol, port }))),
  );
}
