import { EgressError } from '../input/egress-error';
import { WildcardTarget } from './wildcard-target';

/**
 * Rejects direct ports of names that are resolved by dynamic DNS. istiod accepts HTTP and TLS ports of such names only (`DYNAMIC_DNS`
 * in istio.io/istio `pkg/config/validation/validation.go`), and sidecars would not check the addresses.
 *
 * @throws EgressError
 */
export function assertNotDynamicDns(target: WildcardTarget | undefined): void {
  if (target?._resolution?.kind !== 'DYNAMIC_DNS') return;
  throw EgressError.of({
    code: 'EGR0404',
    problem: 'wildcardTarget of a route with directPorts cannot be WildcardTarget.dynamicDns()',
    got: `WildcardTarget.${String(target)}`,
    allowed: 'WildcardTarget.host(...), or a route without directPorts: sidecars do not check the addresses of names',
    fix: 'remove directPorts, and create an ExternalTlsRoute for the port',
  });
}
