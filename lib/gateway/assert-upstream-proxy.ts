import { Host } from '../host/host';
import { assertInstance } from '../input/instance';
import { assertExternalHost } from '../mesh/assert-external-host';
import { assertOutsideName } from '../mesh/assert-outside-name';
import { GatewayModel } from '../mesh/gateway';
import { UpstreamProxy } from './upstream-proxy';

/**
 * Rejects a value that is not an `UpstreamProxy`.
 *
 * @throws EgressError
 */
export function assertUpstreamProxy(value: UpstreamProxy): void {
  assertInstance('upstreamProxy', value, 'UpstreamProxy', "UpstreamProxy.connect('proxy.corp.example', 3128)");
}

/**
 * Rejects a proxy whose name is not outside the cluster and the machine of the gateway, as for a host.
 *
 * @param externalDomains domains of the organization, such as `corp.internal`
 * @throws EgressError
 */
export function assertOutsideProxy(
  { _proxy: proxy }: UpstreamProxy,
  gateway: GatewayModel,
  externalDomains: readonly string[],
): void {
  if (proxy === undefined || proxy.isAddress) return;
  const host = Host.parse(proxy.host);
  assertExternalHost(gateway, host, 'upstreamProxy');
  assertOutsideName(host, externalDomains, { what: 'upstreamProxy' });
}
