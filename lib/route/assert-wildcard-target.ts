import { Host } from '../host/host';
import { EgressError } from '../input/egress-error';
import { assertInstance } from '../input/instance';
import { WildcardTarget } from './wildcard-target';

/**
 * Rejects a target that does not fit the hosts of a route.
 *
 * @throws EgressError for a wildcard without a target, and for a single host with a target
 */
export function assertWildcardTarget(hosts: readonly Host[], target: WildcardTarget | undefined): void {
  if (target !== undefined) assertInstance('wildcardTarget', target, 'WildcardTarget', 'WildcardTarget.dynamicDns()');
  const wildcards = hosts.filter(({ isWildcard }) => isWildcard);
  const [first] = wildcards;
  if (first !== undefined && target === undefined) throw withoutTarget(first, wildcards);
  if (target !== undefined && wildcards.length < hosts.length) throw withTarget(hosts);
}

function withoutTarget({ name, domain }: Host, wildcards: readonly Host[]): EgressError {
  return EgressError.of({
    code: 'EGR0402',
    problem: `wildcard ${name} needs a wildcardTarget`,
    got: wildcards.map((host) => host.name),
    allowed: `wildcards with a wildcardTarget; ${name} does not cover ${domain} itself`,
    fix: `list the hosts below ${domain}, or write wildcardTarget: WildcardTarget.host('www.${domain}') with a host that serves every name, or WildcardTarget.dynamicDns()`,
  });
}

function withTarget(hosts: readonly Host[]): EgressError {
  return EgressError.of({
    code: 'EGR0403',
    problem: 'wildcardTarget cannot be used with single hosts',
    got: hosts.filter(({ isWildcard }) => !isWildcard).map(({ name }) => name),
    allowed: 'wildcards only: the gateway resolves the name of a single host',
    fix: 'create a second route for the single hosts, or remove wildcardTarget',
  });
}
