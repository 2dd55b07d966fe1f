/**
 * The filter chains of one listener: which SNI leads where. Envoy takes the most specific server name, and rejects the
 * whole listener when one name stands in two chains, or only in part is a wildcard (filter_chain_manager_impl.cc).
 */
import { broken } from '../model/broken';
import { mostSpecific } from '../model/hosts';

/** A chain of a listener. */
export interface FilterChain {
  /** SNIs; `*` or none at all stand for every connection. */
  readonly serverNames: readonly string[];
}

/** The chain for an SNI, if there is one. `listener` names the listener in the reason when it is rejected. */
export function chainFor<C extends FilterChain>(chains: Iterable<C>, sni: string, listener: string): C | undefined {
  const byName = new Map<string, C>();
  for (const chain of chains) {
    for (const name of namesOf(chain)) {
      if (/^\*[^.]/.test(name)) broken(`${listener} is rejected by Envoy: partial wildcard ${name} as server name`);
      if (byName.has(name)) broken(`${listener} is rejected by Envoy: ${name} leads into two filter chains`);
      byName.set(name, chain);
    }
  }
  const name = mostSpecific(sni, byName.keys());
  return name === undefined ? undefined : byName.get(name);
}

/** A listener compares names as sets; `*` beside others makes them void. */
function namesOf({ serverNames }: FilterChain): Iterable<string> {
  return serverNames.length === 0 || serverNames.includes('*') ? ['*'] : new Set(serverNames);
}
