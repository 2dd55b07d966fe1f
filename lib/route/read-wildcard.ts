import { Host } from '../host/host';
import { InputError } from '../input/input-error';
import { required } from '../input/instance';
import { Wildcard } from '../host/wildcard-target';
import { WildcardTarget } from './wildcard-target';

/**
 * Reads where the names below the wildcards of a route are; nothing for a route of single hosts.
 *
 * @throws InputError for a wildcard without a target, for a target without a wildcard, and for both kinds of hosts on one route
 */
export function readWildcard(hosts: readonly Host[], target: WildcardTarget | undefined): Wildcard | undefined {
  const wildcards = hosts.filter(({ isWildcard }) => isWildcard);
  const sound = target === undefined || target instanceof WildcardTarget;
  required('wildcardTarget', sound, target, "WildcardTarget.fixed('www.example.com') or WildcardTarget.dynamic()");
  const first = wildcards[0];
  if (first !== undefined && target === undefined) {
    throw new InputError({
      problem: `host ${first.name} is a wildcard, and nothing says where its names are`,
      got: hosts.map(({ name }) => name),
      allowed: 'wildcards on an ExternalHttpRoute or ExternalTlsRoute with a wildcardTarget',
      fix: `write wildcardTarget: WildcardTarget.fixed("www.${first.domain}") for a host that serves them all, or list the hosts below ${first.domain}; ${first.domain} itself is not covered`,
    });
  }
  if (target !== undefined && wildcards.length < hosts.length) {
    throw new InputError({
      problem: 'wildcardTarget on a route of single hosts',
      got: hosts.filter(({ isWildcard }) => !isWildcard).map(({ name }) => name),
      allowed: 'wildcards only on a route that has one: a single host is where its name resolves to',
      fix: 'write a route of its own for single hosts, the bare domain among them, or remove wildcardTarget',
    });
  }
  return target?._wildcard;
}
