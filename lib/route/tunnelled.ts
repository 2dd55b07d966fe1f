import { EgressError } from '../input/egress-error';
import { ClaimedPort } from '../mesh/external-host';
import { Resolution } from '../mesh/resolution';

/**
 * Rejects what cannot go through an upstream proxy: ports that the mesh reaches around the gateway, and names that the gateway
 * resolves for each request.
 *
 * @throws EgressError
 */
export function assertTunnelled(ports: readonly ClaimedPort[], resolution: Resolution | undefined): void {
  const direct = ports.filter(({ routing }) => routing === 'direct').map(({ number }) => number);
  if (direct.length > 0) {
    const fix =
      'remove directPorts, and create an ExternalTlsRoute for the port; or write upstreamProxy: UpstreamProxy.none()';
    throw notTunnelled('directPorts', direct, fix);
  }
  if (resolution?.kind !== 'DYNAMIC_DNS') return;
  const fix =
    'write WildcardTarget.host("www.example.com") with a host that serves every name, list the hosts, or write upstreamProxy: UpstreamProxy.none()';
  throw notTunnelled('WildcardTarget.dynamicDns()', 'dynamicDns()', fix);
}

function notTunnelled(what: string, got: unknown, fix: string): EgressError {
  return EgressError.of({
    code: 'EGR0416',
    problem: `${what} cannot be used with an upstreamProxy`,
    got,
    allowed: 'ports of named hosts through the gateway: the proxy resolves the names, and each tunnel has one target',
    fix,
  });
}
