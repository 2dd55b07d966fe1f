/**
 * The requests that a set of manifests speaks of: what one asks the trace about.
 */
import { portKind } from './registry';
import { compare } from '../model/mesh';
import { ServiceEntrySpec } from '../model/specs';
import { Manifest } from '../manifest/manifest';
import { Request } from './types';

/** Each host and port of each ServiceEntry, once, sorted; ports that carry neither HTTP nor TLS are left out. */
export function declaredRequests(manifests: readonly Manifest[]): readonly Omit<Request, 'clientNamespace'>[] {
  const requests = new Map<string, Omit<Request, 'clientNamespace'>>();
  for (const { apiVersion, kind, spec } of manifests) {
    if (kind !== 'ServiceEntry' || !apiVersion.startsWith('networking.istio.io/')) continue;
    const { hosts = [], ports = [] } = (spec ?? {}) as ServiceEntrySpec;
    for (const host of hosts) {
      for (const { number: port, protocol: name = '' } of ports) {
        const protocol = portKind(name);
        if (protocol !== 'other') requests.set(`${host} ${port} ${protocol}`, { host, port, protocol });
      }
    }
  }
  return [...requests.values()].sort(
    (a, b) => compare(a.host, b.host) || a.port - b.port || compare(a.protocol, b.protocol),
  );
}
