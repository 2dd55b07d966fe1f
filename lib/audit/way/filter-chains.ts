/**
 * The filter chains of one listener: the chain of each SNI. Envoy selects the most specific server name, and rejects the
 * whole listener if two chains have one name, or if a name is a partial wildcard (filter_chain_manager_impl.cc).
 */
import { broken } from '../model/broken';
import { HostIndex } from '../model/host-index';
import { isPartialWildcard } from '../model/hosts';

/** A chain of a listener. */
export interface FilterChain {
  /** SNIs; `*` or an empty list matches every connection. */
  readonly serverNames: readonly string[];
}

/** Returns the chain for an SNI, if there is one. `listener` is the name of the listener in the reason of a rejection. */
export function chainFor<C extends FilterChain>(chains: readonly C[], sni: string, listener: string): C | undefined {
  const byName = (indexes.get(chains) as Index<C> | undefined) ?? indexOf(chains);
  indexes.set(chains, byName);
  if (typeof byName === 'string') broken('rival-servers', `${listener} is rejected by Envoy: ${byName}`);
  for (const name of byName.over(sni)) return byName.get(name)[0];
  return undefined;
}

/** The chain of each name, or the reason for which Envoy rejects the listener. */
type Index<C> = HostIndex<C> | string;

const indexes = new WeakMap<readonly FilterChain[], Index<FilterChain>>();

function indexOf<C extends FilterChain>(chains: readonly C[]): Index<C> {
  const byName = new HostIndex<C>();
  for (const chain of chains) {
    for (const name of namesOf(chain)) {
      if (isPartialWildcard(name)) return `partial wildcard ${name} as server name`;
      if (byName.get(name).length > 0) return `${name} is a server name of two filter chains`;
      byName.add(name, chain);
    }
  }
  return byName;
}

/** Returns the names of a chain as a set, as a listener compares names. `*` makes the other names void. */
export function namesOf({ serverNames }: FilterChain): ReadonlySet<string> {
  return serverNames.length === 0 || serverNames.includes('*') ? new Set(['*']) : new Set(serverNames);
}
