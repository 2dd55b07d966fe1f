import { nameOf } from '../manifest/manifest';
import { meshVirtualServices } from '../model/lookup';
import { Mesh, VirtualService } from '../model/mesh';
import { isVisible } from '../model/export-to';
import { clients, DeclaredWay, HostWays, hostWays, isForGateway } from './shared/host-ways';
import { Hit, Rule } from './rule';
import { isDirect } from './shared/direct-ways';
import { hostPort } from '../model/host-port';

/** A VirtualService that is visible in fewer namespaces than the ServiceEntry of its host. */
export const HIDDEN_ROUTE: Rule = {
  code: 'EGR3002',
  level: 'error',
  title: 'A VirtualService is exported to fewer namespaces than the ServiceEntry of its host.',
  effect:
    'Sidecars of a namespace that sees the ServiceEntry, and not the VirtualService, connect directly to the host, also under ' +
    'REGISTRY_ONLY.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService'],
  check: (mesh) => {
    const routes = meshVirtualServices(mesh);
    return hostWays(mesh).flatMap((ways) =>
      hidden(
        mesh,
        ways,
        routes.over(ways.host).flatMap((host) => routes.get(host)),
      ),
    );
  },
};

function hidden(mesh: Mesh, { ways, namespaces }: HostWays, routes: readonly VirtualService[]): readonly Hit[] {
  const direct = ways.filter((each) => isDirect(mesh, each));
  return routes.flatMap((vs): Hit[] => {
    const isSeen = ({ request }: DeclaredWay): boolean =>
      isVisible(vs.spec.exportTo, vs.namespace, request.clientNamespace);
    if (!ways.some((each) => isSeen(each) && isForGateway(each))) return [];
    const around = direct.filter((each) => !isSeen(each));
    const [first] = around;
    if (first === undefined) return [];
    const from = clients(
      around.map(({ request }) => request.clientNamespace),
      namespaces,
    );
    return [
      {
        manifest: vs.manifest,
        path: ['spec', 'exportTo'],
        message:
          `${nameOf(vs.manifest)} is not visible in ${from}, where ${nameOf(first.entry.manifest)} is visible: ` +
          `requests to ${hostPort(first.request.host, first.request.port)} go around the gateway`,
        fix: `write one exportTo in ${nameOf(vs.manifest)} and in ${nameOf(first.entry.manifest)}`,
      },
    ];
  });
}
