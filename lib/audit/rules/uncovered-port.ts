import { uniqueBy } from '../../input/unique';
import { sniStep } from '../answer/unknown-request';
import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { directPlaces, isDirect, isHidden } from './shared/direct-ways';
import { clients, DeclaredWay, HostWays, hostWays, isCutShort, isForGateway } from './shared/host-ways';
import { isSentToGateway } from './shared/sent-to-gateway';
import { Hit, Rule } from './rule';

/** A port of a host that no rule routes to the gateway of the host. */
export const UNCOVERED_PORT: Rule = {
  code: 'EGR3001',
  level: 'error',
  title: 'A host that has a route through a gateway is reachable around the gateway on another port.',
  effect:
    'A ServiceEntry declares a port, and no rule of a VirtualService routes the port to the gateway. Sidecars then connect directly to ' +
    'the host, also under REGISTRY_ONLY.',
  sources: [
    'BuildSidecarVirtualHostWrapper in pilot/pkg/networking/core/route/route.go',
    'buildSidecarOutboundTLSFilterChainOpts in pilot/pkg/networking/core/tls.go',
  ],
  check: (mesh) => hostWays(mesh).flatMap((ways) => uncovered(mesh, ways)),
};

function uncovered(mesh: Mesh, { host, ways, namespaces }: HostWays): readonly Hit[] {
  // A rule that points to the gateway and fails is meant for the gateway too.
  const isRouted = (each: DeclaredWay): boolean =>
    isForGateway(each) || ((isCutShort(each) || isHidden(each.way)) && isSentToGateway(mesh, host));
  const routed = new Set(ways.filter(isRouted).map(({ request }) => request.clientNamespace));
  if (routed.size === 0) return [];
  const direct = ways
    .filter(({ request }) => routed.has(request.clientNamespace))
    .filter((each) => isDirect(mesh, each));
  return uniqueBy(direct, ({ entry, port }) => `${entry.id} ${port}`).map(({ entry, port, request, way }) => {
    const same = direct.filter((each) => each.entry === entry && each.port === port);
    const from = clients(
      same.map((each) => each.request.clientNamespace),
      namespaces,
    );
    return {
      manifest: entry.manifest,
      path: ['spec', 'ports', port],
      message: `${nameOf(entry.manifest)} declares port ${request.port} of ${request.host}, which is reachable around the gateway from ${from}`,
      covers: directPlaces(mesh, same),
      fix: isHidden(way)
        ? sniStep(way.hiddenBy, host)
        : `route port ${request.port} of ${request.host} to the gateway, or remove port ${request.port} from spec.ports`,
    };
  });
}
