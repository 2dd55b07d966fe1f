/**
 * TLS of the application at the sidecar: filter chains of the port dialled, chosen by SNI
 * (core/tls.go buildSidecarOutboundTLSFilterChainOpts, core/listener.go mergeTCPFilterChains).
 */
import { at, Evidence } from '../manifest/evidence';
import { broken } from '../model/broken';
import { bySpecificity, isPartialWildcard } from '../model/hosts';
import { serviceEntriesByPort } from '../model/lookup';
import { VirtualService } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { addressesAt } from './address-index';
import { anywhere } from './client-tcp';
import { ClientLeg, resolved, seesVirtualService, SidecarView } from './sidecar-view';
import { ExternalService, hasKind, serviceOf, servicesAt, serviceSeen } from './registry';
import { SniHit, snisAt } from './sni-index';
import { byPrecedence, firstOf } from './precedence';
import { clientPlace, evidenceOf, followL4, holdsAt } from './virtual-services';
import { isOfSource, viewKey } from './viewer';

/** A chain belongs to one service. The chain has a route of a VirtualService, or the service as destination. */
interface SidecarChain {
  readonly serverNames: readonly string[];
  readonly service: ExternalService;
  readonly along?: SniHit;
}

/** Returns the decision of the sidecar about a TLS connection. */
export function tlsLeg(view: SidecarView): ClientLeg {
  const { mesh, request } = view;
  const chains = chainsFor(view, request.host);
  const [chain] = chains;
  // A port of a plain TCP service receives every connection that no SNI claims.
  if (chain === undefined) return withHiding(view, anywhere(view));
  // Of equal chains the first stays.
  const contest = { namespace: view.viewer.namespace, what: `SNI ${request.host}` };
  const routes = chains.flatMap(({ along }) => along ?? []);
  const along = firstOf(routes, contest, view.journey);
  const { service } = chains.find((each) => each.along === along) ?? chain;
  // With an address of its own the service has a listener of its own, which only clients that dial the address reach.
  const [address] = service.entries.flatMap(({ spec }) => spec.addresses ?? []);
  if (address !== undefined) view.journey.assume([resolved(request.host, address)]);
  return along ? { kind: 'routed', to: followL4(mesh, along, view.journey) } : { kind: 'direct', service };
}

/** Adds the rule that hides the service of the name to the decision about an unknown name. */
function withHiding(view: SidecarView, leg: ClientLeg): ClientLeg {
  if (leg.kind !== 'unknown') return leg;
  const { mesh, viewer, request } = view;
  const service = serviceOf(mesh, viewer, request.host);
  const isDeclared = service !== undefined && hasKind(service, request.port, 'tls');
  const rule = isDeclared ? ruleOver(view, service.host) : undefined;
  return rule === undefined ? leg : { ...leg, hiddenBy: evidenceOf(rule) };
}

/** The chains of the most specific server name over a name. */
function chainsFor(view: SidecarView, name: string): SidecarChain[] {
  const { mesh, request } = view;
  const patterns = new Set([
    ...snisAt(mesh, request.port).byName.over(name),
    ...(serviceEntriesByPort(mesh).get(request.port)?.over(name) ?? []),
  ]);
  for (const pattern of [...patterns].sort(bySpecificity)) {
    const chains = chainsNamed(view, pattern);
    if (chains.length > 0) return chains;
  }
  return [];
}

/** The chains that have exactly this server name. */
function chainsNamed(view: SidecarView, name: string): SidecarChain[] {
  const { mesh, viewer, request } = view;
  const chains: SidecarChain[] = [];
  const taken = snisAt(mesh, request.port)
    .byName.get(name)
    .filter((along) => isTaken(view, along));
  for (const vs of byPrecedence([...new Set(taken.map((along) => along.vs))], viewer.namespace)) {
    const service = carrierOf(view, vs);
    if (service === undefined) continue;
    for (const along of taken.filter((each) => each.vs === vs)) {
      chains.push({ serverNames: along.match.sniHosts ?? [], service, along });
    }
  }
  const service = serviceSeen(mesh, viewer, name);
  if (service && hasKind(service, request.port, 'tls') && !isRouted(view, name)) {
    chains.push({ serverNames: [name], service });
  }
  return chains;
}

/** Returns whether a rule counts for the client. */
export function isTaken({ mesh, viewer, request }: SidecarView, { vs, match }: SniHit): boolean {
  return isOfSource(match, viewer) && holdsAt(match, vs, clientPlace(request)) && seesVirtualService(mesh, viewer, vs);
}

/** A VirtualService has chains in the listener if one of its hosts is a service with TLS on the port. */
function carrierOf({ mesh, viewer, request }: SidecarView, vs: VirtualService): ExternalService | undefined {
  for (const host of vs.hosts) {
    for (const service of servicesAt(mesh, viewer, request.port, host)) {
      if (hasKind(service, request.port, 'tls')) return service;
    }
  }
  return undefined;
}

/** Returns the `tls` rule for the port of a VirtualService that covers the service, which then has no chain of its own. */
function ruleOver(view: SidecarView, service: string): SniHit | undefined {
  const { byHost } = snisAt(view.mesh, view.request.port);
  for (const host of byHost.overlapping(service)) {
    const rule = byHost.get(host).find((along) => isTaken(view, along));
    if (rule !== undefined) return rule;
  }
  return undefined;
}

function isRouted(view: SidecarView, service: string): boolean {
  return ruleOver(view, service) !== undefined;
}

/**
 * Returns what the listener for the address of a TLS service does with bytes that have no SNI. The chain of the service has no server name,
 * and the chains of `tls` rules have.
 */
export function tlsAtAddress(view: SidecarView, address: string): ClientLeg | undefined {
  const { mesh, viewer, request } = view;
  for (const host of addressesAt(mesh, request.port).tls.get(address) ?? []) {
    const service = serviceSeen(mesh, viewer, host);
    if (service && hasKind(service, request.port, 'tls')) {
      return isRouted(view, host) ? { kind: 'unknown' } : { kind: 'direct', service };
    }
  }
  return undefined;
}

const rejections = perMesh(() => new Memo<void>());

/** Refuses a listener that Envoy rejects as a whole, for whatever name and protocol. */
export function refuseListener(view: SidecarView): void {
  const { mesh, viewer, request } = view;
  rejections(mesh).get(`${request.port} ${viewKey(viewer)}`, () => {
    for (const name of snisAt(mesh, request.port).suspicious) {
      const chains = chainsNamed(view, name);
      const listener = `the sidecar's listener for port ${request.port}`;
      if (isPartialWildcard(name) && chains.length > 0) {
        broken(
          'rival-servers',
          `${listener} is rejected by Envoy: partial wildcard ${name} as server name`,
          ...placesOf(chains),
        );
      }
      if (new Set(chains.map(({ serverNames }) => [...new Set(serverNames)].sort().join())).size > 1) {
        broken(
          'rival-servers',
          `${listener} is rejected by Envoy: ${name} is a server name of two filter chains`,
          ...placesOf(chains),
        );
      }
    }
  });
}

function placesOf(chains: readonly SidecarChain[]): Evidence[] {
  return chains.flatMap(({ along, service }) =>
    along ? [evidenceOf(along)] : service.entries.map((entry) => at(entry, 'spec', 'hosts')),
  );
}
