import { EgressError } from '../input/egress-error';
import { ClientTls } from '../mesh/client-tls';

/**
 * Rejects an option that needs the authenticated identity of callers, on a gateway without mesh mTLS.
 *
 * @param option the option, as source code: `allowFrom`
 * @throws EgressError
 */
export function assertMutualTls(option: string, clientTls: ClientTls): void {
  if (clientTls === ClientTls.ISTIO_MUTUAL) return;
  throw EgressError.of({
    code: 'EGR0302',
    problem: `${option} needs a gateway with ClientTls.ISTIO_MUTUAL, which authenticates callers`,
    got: `ClientTls.${clientTls}`,
    allowed: 'ClientTls.ISTIO_MUTUAL, the default',
    fix: `remove clientTls from the gateway, or remove ${option}`,
  });
}
