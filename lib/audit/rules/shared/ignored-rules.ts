import { Block } from '../../model/block';
import { HostIndex } from '../../model/host-index';
import { serviceEntriesByHost } from '../../model/lookup';
import { MESH, Mesh, Resource } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { GatewaySpec, ServiceEntrySpec } from '../../model/specs';
import { PortKind, portKinds } from '../../way/port-kinds';
import { RouteMatch, routeMatches } from '../../model/route-matches';
import { blockOf, servesSome } from './server-hosts';

/** A port at which a match may hold: its words, and the kinds of rules that the port reads. */
export interface Reader {
  readonly port: string;
  readonly reads: readonly Block[];
}

/** A rule that none of its ports reads, with the first port. */
export interface IgnoredRule {
  readonly match: RouteMatch;
  readonly reader: Reader;
}

/** Returns the rules of VirtualServices that Istio ignores, since the rules are of a kind that their ports do not read. */
export const ignoredRules: (mesh: Mesh) => readonly IgnoredRule[] = perMesh((mesh) => {
  const gateways = new Map(mesh.gateways.map((gateway) => [gateway.id, gateway]));
  const entries = serviceEntriesByHost(mesh);
  return routeMatches(mesh).flatMap((match) => ignored(match, gateways, entries));
});

function ignored(
  match: RouteMatch,
  gateways: ReadonlyMap<string, Resource<GatewaySpec>>,
  entries: HostIndex<Resource<ServiceEntrySpec>>,
): readonly IgnoredRule[] {
  const readers = match.gateways.map((name) =>
    name === MESH ? portsOf(match, entries) : serversOf(match, gateways.get(name)),
  );
  const [first] = readers.flat();
  // A place whose ports the manifests do not have may read the rule.
  if (first === undefined || readers.some((each) => each.length === 0)) return [];
  if (readers.flat().some(({ reads }) => reads.includes(match.block))) return [];
  return [{ match, reader: first }];
}

function serversOf({ vs, port }: RouteMatch, gateway: Resource<GatewaySpec> | undefined): readonly Reader[] {
  const servers = (gateway?.spec.servers ?? []).filter(
    (server) => (port === undefined || server.port.number === port) && servesSome(server, vs.hosts),
  );
  return servers.map((server) => ({
    port: `port ${server.port.number}/${server.port.protocol} of Gateway ${gateway?.id}`,
    reads: [blockOf(server)],
  }));
}

/** The declared ports of the hosts; none if the hosts are not external ones, or if a port has no protocol. */
function portsOf({ vs, port }: RouteMatch, entries: HostIndex<Resource<ServiceEntrySpec>>): readonly Reader[] {
  const declared = vs.hosts.map((host) =>
    entries
      .over(host)
      .flatMap((name) => entries.get(name))
      .flatMap(({ id, spec }) =>
        (spec.ports ?? [])
          .filter(({ number }) => port === undefined || number === port)
          .map(({ number, protocol = '' }) => ({ id, number, protocol })),
      ),
  );
  if (declared.some((ports) => ports.length === 0 || ports.some(({ protocol }) => protocol === ''))) return [];
  return declared.flat().map(({ id, number, protocol }) => ({
    port: `port ${number}/${protocol} of ServiceEntry ${id}`,
    reads: portKinds(protocol).flatMap((kind) => BLOCKS[kind]),
  }));
}

/** A sidecar reads `tcp` rules also for TLS (core/listener.go buildSidecarOutboundTCPTLSFilterChainOpts). */
const BLOCKS: Readonly<Record<PortKind, readonly Block[]>> = {
  http: ['http'],
  tls: ['tls', 'tcp'],
  other: ['tcp'],
};
