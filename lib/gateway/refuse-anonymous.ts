import { InputError } from '../input/input-error';
import { ClientTls } from './client-tls';

/**
 * Refuses to look at who calls where sidecars do not tell.
 *
 * @throws InputError
 */
export function refuseAnonymous(clientTls: ClientTls): void {
  if (clientTls === ClientTls.ISTIO_MUTUAL) return;
  throw new InputError({
    problem: 'the gateway cannot know who calls without mtls',
    got: `ClientTls.${String(clientTls)}`,
    allowed:
      'allowFrom, allow and TlsOrigination.mutual(...) on routes of a gateway with ClientTls.ISTIO_MUTUAL, its requireSources, and OutboundTrafficPolicy.egressProxy(...)',
    fix: 'write clientTls: ClientTls.ISTIO_MUTUAL on the gateway, or leave clientTls out',
  });
}
