import { uniqueBy } from '../../input/unique';
import { SHARED_CHECKS } from '../../input/shared-checks';
import { nameOf } from '../manifest/manifest';
import { isWildcard } from '../model/hosts';
import { serviceEntriesByHost } from '../model/lookup';
import { Mesh } from '../model/mesh';
import { isVisible } from '../model/export-to';
import { Way } from '../way/types';
import { wayOf } from '../way/way';
import { Hit, Rule } from './rule';
import { clients, DeclaredWay, HostWays, hostWays, isForGateway } from './shared/host-ways';
import { hostPort } from '../model/host-port';

/** A host that is visible in fewer namespaces than the wildcard above the host. */
export const HIDDEN_HOST: Rule = {
  code: 'EGR1009',
  level: 'error',
  title: SHARED_CHECKS.EGR1009,
  effect:
    'Sidecars of the namespace treat the host as a name of the wildcard: requests use the route of the wildcard, or leave directly, and ' +
    'the policies of the host do not apply.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry'],
  check: (mesh) => hostWays(mesh).flatMap((of) => hidden(mesh, of)),
};

function hidden(mesh: Mesh, { host, namespaces, ways }: HostWays): readonly Hit[] {
  const entries = serviceEntriesByHost(mesh);
  const [, wildcard] = entries.over(host);
  const routed = ways.filter(isForGateway);
  if (isWildcard(host) || wildcard === undefined || routed.length === 0) return [];
  const isHidden = (namespace: string): boolean =>
    !entries.get(host).some((entry) => isVisible(entry.spec.exportTo, entry.namespace, namespace));
  const strangers = namespaces.filter(isHidden);
  return uniqueBy(routed, portKey).flatMap((declared): Hit[] => {
    const { entry, request, way } = declared;
    const others = strangers.filter((clientNamespace) =>
      isElsewhere(wayOf(mesh, { ...request, clientNamespace }), way),
    );
    if (others.length === 0) return [];
    return [
      {
        manifest: entry.manifest,
        path: ['spec', 'exportTo'],
        message:
          `${nameOf(entry.manifest)} hides ${host} from ${clients(others, namespaces)}, where ${wildcard} is visible: ` +
          `requests for ${hostPort(host, request.port)} use the way of ${wildcard}`,
        fix: `write one exportTo in ${nameOf(entry.manifest)} and in the ServiceEntry of ${wildcard}`,
      },
    ];
  });
}

function portKey({ entry, port, request }: DeclaredWay): string {
  return `${entry.id} ${port} ${request.protocol}`;
}

/** Returns whether a request leaves the mesh otherwise than the requests for the host. */
function isElsewhere(way: Way, own: Way): boolean {
  if (way.kind === 'direct') return true;
  return way.kind === 'gateway' && !(own.kind === 'gateway' && own.gateway === way.gateway);
}
