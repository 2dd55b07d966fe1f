/**
 * TLS of the application at the sidecar: filter chains of the port dialled, chosen by SNI
 * (core/tls.go buildSidecarOutboundTLSFilterChainOpts, core/listener.go mergeTCPFilterChains).
 */
import { at } from '../manifest/evidence';
import { broken, notModelled } from '../model/broken';
import { ClientLeg, SidecarView } from './sidecar-view';
import { chainFor, FilterChain } from './filter-chains';
import { overlap } from '../model/hosts';
import { ExternalService, portOf } from './registry';
import { MESH, VirtualService } from '../model/mesh';
import { evidenceOf, followL4, holdsAt, matchesOf, Place, routesOf } from './virtual-services';

/** A chain stands for one service; it leads along a route of a VirtualService or straight to the service. */
interface SidecarChain extends FilterChain {
  readonly service: ExternalService;
  readonly along?: Along;
  /** Another VirtualService that asked for the very same SNIs, and lost by age. */
  rival?: VirtualService;
}

type Along = ReturnType<typeof matchesOf>[number];

/** What the sidecar does with a TLS connection. */
export function tlsLeg(view: SidecarView): ClientLeg {
  const { mesh, request } = view;
  const chain = chainFor(chainsAt(view), request.host, `the sidecar's listener for port ${request.port}`);
  if (chain === undefined) return unclaimed(view);
  const { along, service, rival } = chain;
  // With an address of its own the service has a listener of its own, which only clients that dial it reach.
  for (const entry of service.entries) {
    if (entry.spec.addresses?.length)
      notModelled(`addresses of ServiceEntry ${entry.id} for TLS`, at(entry, 'spec', 'addresses'));
  }
  if (along === undefined) return { kind: 'direct', service };
  if (rival !== undefined) {
    const both = `VirtualServices ${along.vs.id} and ${rival.id} both route SNI ${request.host} (IST0109)`;
    broken(both, evidenceOf(along), at(rival));
  }
  return { kind: 'routed', to: followL4(mesh, along, ['sourceNamespace']) };
}

/** The chains of the listener. A VirtualService takes part if one of its hosts is a service with TLS on the port. */
function chainsAt(view: SidecarView): Iterable<SidecarChain> {
  const { request, services, virtualServices } = view;
  const chains = new Map<string, SidecarChain>();
  for (const service of services.values()) {
    if (portOf(service, request.port)?.kind !== 'tls') continue;
    const routes = virtualServices
      .filter((vs) => vs.hosts.some((host) => overlap(host, service.host)))
      .flatMap((vs) => tlsRoutesAt(vs, request.clientNamespace, request.port));
    for (const along of routes) addChain(chains, { serverNames: along.match.sniHosts ?? [], service, along });
    if (routes.length === 0) addChain(chains, { serverNames: [service.host], service });
  }
  return chains.values();
}

/** The first chain for a set of SNIs stays. */
function addChain(chains: Map<string, SidecarChain>, chain: SidecarChain): void {
  const key = [...new Set(chain.serverNames)].sort().join();
  const first = chains.get(key);
  if (first === undefined) chains.set(key, chain);
  else if (first.along?.vs !== chain.along?.vs) first.rival ??= chain.along?.vs ?? first.along?.vs;
}

function tlsRoutesAt(vs: VirtualService, namespace: string, port: number): Along[] {
  const place: Place = { gateway: MESH, port, namespace };
  return routesOf(vs, 'tls')
    .flatMap(matchesOf)
    .filter(({ match }) => holdsAt(match, vs, place))
    .filter(({ match }) => !match.sourceNamespace || match.sourceNamespace === namespace);
}

/** A port of a plain TCP service takes every connection that no SNI claims. */
function unclaimed({ services, request }: SidecarView): ClientLeg {
  for (const service of services.values()) {
    const port = portOf(service, request.port);
    if (port?.kind === 'other') {
      notModelled(`protocol ${port.protocol} of ${service.host}:${request.port}`, port.decidedBy);
    }
  }
  return { kind: 'unknown' };
}
