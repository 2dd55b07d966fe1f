import { EgressError } from '../input/egress-error';
import { WildcardTarget } from './wildcard-target';

/**
 * Rejects dynamic DNS for TLS of applications. On a running mesh, Istio sent the TLS of such clusters to port 80 of the name.
 *
 * @param route the kind of route, as in an error
 * @throws EgressError
 */
export function assertNotDynamicDns(route: string, target: WildcardTarget | undefined): void {
  if (target?._resolution?.kind !== 'DYNAMIC_DNS') return;
  throw EgressError.of({
    code: 'EGR0404',
    problem: `wildcardTarget of ${route} cannot be WildcardTarget.dynamicDns()`,
    got: `WildcardTarget.${String(target)}`,
    allowed: 'WildcardTarget.host(...): Istio sends TLS of dynamically resolved names to port 80',
    fix: "write WildcardTarget.host('www.example.com') with a host that serves every name, or list the hosts",
  });
}
