import { Host } from '../host/host';
import { EgressError } from '../input/egress-error';
import { SYSTEM_NAMESPACES } from '../input/system-namespaces';
import { GatewayModel, serviceHost } from './gateway';

const FIXES = {
  'upstream.endpoints': ({ name }: Host) =>
    `remove "${name}" from endpoints: requests inside the mesh need no egress gateway`,
  host: ({ name }: Host) => `remove "${name}" from hosts: requests inside the mesh need no egress gateway`,
  upstreamProxy: () =>
    'write the name of a proxy outside the cluster, such as "proxy.corp.example", or the address of the proxy',
  wildcardTarget: () =>
    'write WildcardTarget.host("www.example.com") with an external host that serves every name of the wildcard',
};

/**
 * Rejects a host inside the cluster. istiod accepts a ServiceEntry for such a host, which then hijacks mesh traffic or sends the
 * gateway's own traffic back to the gateway.
 *
 * @param what name of the property: `hosts`
 * @throws EgressError
 */
export function assertExternalHost(gateway: GatewayModel, host: Host, what: keyof typeof FIXES = 'host'): void {
  const service = `${gateway.serviceName}.${gateway.namespace}`;
  const own = host.name === service || host.isIn(`${service}.svc`) || host.isIn(serviceHost(gateway));
  const internal = internalDomains(gateway).some((domain) => host.isIn(domain) || host.covers(domain));
  if (!own && !internal) return;
  throw EgressError.of({
    code: 'EGR0203',
    problem: own ? `${what} cannot be the gateway's own Service` : `${what} cannot be inside the cluster`,
    got: host.name,
    allowed: `hosts outside the cluster domain ${gateway.clusterDomain}`,
    fix: FIXES[what](host),
  });
}

/**
 * Returns the domains of in-cluster names: the domain of the cluster, the domain of cluster sets (Multi-Cluster Services API), `svc`, and the
 * namespaces that every such cluster has, since sidecars also resolve a Service as `name.namespace`.
 */
function internalDomains(gateway: GatewayModel): readonly string[] {
  const namespaces = [gateway.namespace, gateway.rootNamespace, 'default', ...SYSTEM_NAMESPACES];
  return [gateway.clusterDomain, 'cluster.local', 'clusterset.local', 'svc', 'svc.cluster', ...namespaces];
}
