import { nameOf, Path } from '../manifest/manifest';
import { serviceEntriesByPort } from '../model/lookup';
import { MESH, Mesh } from '../model/mesh';
import { isVisible, namespacesIn } from '../model/export-to';
import { OTHERS } from '../way/distinct-namespaces';
import { Request } from '../way/types';
import { wayOf } from '../way/way';
import { Hit, Rule } from './rule';
import { RouteMatch, routeMatches } from '../model/route-matches';
import { hostPort } from '../model/host-port';

/** A host that a VirtualService routes, and that no ServiceEntry declares. */
export const UNDECLARED_HOST: Rule = {
  code: 'EGR3020',
  level: 'error',
  title: 'A VirtualService routes a host that no ServiceEntry declares.',
  effect:
    'Sidecars have a listener only for ports of declared hosts, and for HTTP on port 80. On other ports the rule has no effect: the ' +
    'request leaves directly under ALLOW_ANY, and fails under REGISTRY_ONLY.',
  sources: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/'],
  check: (mesh) => {
    const reported = new Set<string>();
    return routeMatches(mesh).flatMap((match) => {
      const { vs, block, path } = match;
      // The SNI decides about TLS, and the Host header about HTTP.
      const { sniHosts = [] } = match.match;
      const [hosts, field]: [readonly string[], Path] =
        block === 'tls' ? [sniHosts, [...path, 'sniHosts']] : [vs.hosts, ['spec', 'hosts']];
      return hosts.flatMap((host, index): Hit[] => {
        const message = messageFor(mesh, match, host);
        if (message === undefined || reported.has(`${vs.id} ${host}`)) return [];
        reported.add(`${vs.id} ${host}`);
        const fix = `create a ServiceEntry for ${host} with port ${match.port} of protocol ${block.toUpperCase()}`;
        return [{ manifest: vs.manifest, path: [...field, index], message, fix }];
      });
    });
  },
};

function messageFor(mesh: Mesh, route: RouteMatch, host: string): string | undefined {
  const { vs, block, port, gateways } = route;
  const isInternal = host.endsWith(`.svc.${mesh.clusterDomain}`);
  if (!gateways.includes(MESH) || block === 'tcp' || port === undefined || isInternal) return undefined;
  const clientNamespace = clientOf(route);
  const way = wayOf(mesh, { clientNamespace, host, port, protocol: block });
  if (way.kind !== 'unknown' || isDeclared(mesh, { clientNamespace, host, port })) return undefined;
  const effect = way.cluster === 'PassthroughCluster' ? 'go around the gateway' : 'fail';
  return `${nameOf(vs.manifest)} routes ${hostPort(host, port)}, which no ServiceEntry declares, so that requests ${effect}`;
}

/** Returns whether a ServiceEntry has the port, also with a protocol that does not read the rule: the rule is then of another kind. */
function isDeclared(mesh: Mesh, { clientNamespace, host, port }: Omit<Request, 'protocol'>): boolean {
  const entries = serviceEntriesByPort(mesh).get(port);
  return (entries?.over(host) ?? [])
    .flatMap((name) => entries?.get(name) ?? [])
    .some(({ spec, namespace }) => isVisible(spec.exportTo, namespace, clientNamespace));
}

/** A namespace for which the rule is. */
function clientOf({ vs, match }: RouteMatch): string {
  const [first = OTHERS] = namespacesIn(vs.spec.exportTo, vs.namespace) ?? [];
  return match.sourceNamespace ?? first;
}
