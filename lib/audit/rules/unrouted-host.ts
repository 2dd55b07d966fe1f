import { nameOf } from '../manifest/manifest';
import { few } from '../model/sentence';
import { Mesh } from '../model/mesh';
import { clusterOfUnknown } from '../way/mesh-scope';
import { clientViewer } from '../way/viewer';
import { Hit, Rule } from './rule';
import { egressGateways, exitsOf } from './shared/exits';
import { clients, DeclaredWay, HostWays, hostWays, isForGateway } from './shared/host-ways';
import { isSentToGateway } from './shared/sent-to-gateway';
import { isDirect } from './shared/direct-ways';

/** A declared host without a rule for the gateway, in a mesh whose other hosts leave through a gateway. */
export const UNROUTED_HOST: Rule = {
  code: 'EGR3022',
  level: 'warning',
  title: 'A ServiceEntry declares a host that no rule routes to a gateway, and REGISTRY_ONLY would block the host.',
  effect:
    'The declaration opens the host: sidecars connect directly, and no gateway authorizes or logs the request. Hosts that stay direct on ' +
    'purpose have an annotation with the reason.',
  sources: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/'],
  check: (mesh) => {
    if (egressGateways(mesh).size === 0) return [];
    const exits = new Set(exitsOf(mesh).map(({ host }) => host));
    const unrouted = hostWays(mesh).filter(({ host, ways }) => !exits.has(host) && !isRouted(mesh, host, ways));
    const byEntry = new Map<DeclaredWay['entry'], Opened[]>();
    for (const { host, namespaces, ways } of unrouted) {
      for (const way of ways.filter((each) => isOpened(mesh, each))) {
        byEntry.set(way.entry, [...(byEntry.get(way.entry) ?? []), { host, namespaces, way }]);
      }
    }
    return [...byEntry].map(([entry, opened]) => hitOf(entry, opened));
  },
};

/** A way that a declaration opens. */
interface Opened {
  readonly host: string;
  readonly namespaces: readonly string[];
  readonly way: DeclaredWay;
}

/** A rule that points to the gateway and fails is another mistake. */
function isRouted(mesh: Mesh, host: string, ways: HostWays['ways']): boolean {
  return ways.some(isForGateway) || isSentToGateway(mesh, host);
}

/** Whether a sidecar sends the request directly, and would not without the declaration. */
function isOpened(mesh: Mesh, declared: DeclaredWay): boolean {
  const client = clientViewer(mesh, declared.request.clientNamespace);
  return clusterOfUnknown(mesh, client).cluster === 'BlackHoleCluster' && isDirect(mesh, declared);
}

function hitOf({ manifest }: DeclaredWay['entry'], opened: readonly Opened[]): Hit {
  const targets = [...new Set(opened.map(({ way: { request } }) => `${request.host}:${request.port}`))];
  const from = clients(
    opened.map(({ way }) => way.request.clientNamespace),
    [...new Set(opened.flatMap(({ namespaces }) => namespaces))],
  );
  return {
    manifest,
    path: ['spec', 'hosts'],
    message: `${nameOf(manifest)} declares ${few(targets)}, and no rule routes the requests of ${from} to a gateway`,
    fix: `write a VirtualService with gateways: [mesh] that routes ${targets[0]} to the Service of the gateway, or write the reason in an annotation suppress.cdk8s-istio-egress/EGR3022`,
  };
}
