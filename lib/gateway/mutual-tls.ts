import { EgressError } from '../input/egress-error';
import { ClientTls } from '../mesh/client-tls';

/**
 * Rejects an option that needs mesh mTLS, on a gateway without mesh mTLS.
 *
 * @param option the option, as source code: `allowFrom`
 * @param reason what the option needs mesh mTLS for
 * @throws EgressError
 */
export function assertMutualTls(option: string, clientTls: ClientTls, reason = 'which authenticates callers'): void {
  if (clientTls === ClientTls.ISTIO_MUTUAL) return;
  throw EgressError.of({
    code: 'EGR0302',
    problem: `${option} needs a gateway with ClientTls.ISTIO_MUTUAL, ${reason}`,
    got: `ClientTls.${clientTls}`,
    allowed: 'ClientTls.ISTIO_MUTUAL, the default',
    fix: `remove clientTls from the gateway, or remove ${option}`,
  });
}
