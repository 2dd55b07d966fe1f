import { nameOf } from '../manifest/manifest';
import { HostIndex } from '../model/host-index';
import { serviceEntriesByHost } from '../model/lookup';
import { MESH, Resource } from '../model/mesh';
import { GatewaySpec, ServiceEntrySpec } from '../model/specs';
import { PortKind, portKinds } from '../way/port-kinds';
import { Hit, Rule } from './rule';
import { Block, RouteMatch, routeMatches } from '../model/route-matches';
import { blockOf, servesSome } from './shared/server-hosts';

export const WRONG_BLOCK: Rule = {
  code: 'EGR3011',
  level: 'error',
  title: 'A rule of a VirtualService is of a kind that its port does not read.',
  why:
    'A port that passes TLS through reads `tls` rules, a port that ends TLS or accepts plain HTTP reads `http` rules, and a port that ' +
    'ends TLS around TCP reads `tcp` rules. Other rules are ignored. Sources: pilot/pkg/networking/core/gateway.go, and ' +
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService (http, tls, tcp).',
  check: (mesh) => {
    const gateways = new Map(mesh.gateways.map((gateway) => [gateway.id, gateway]));
    const entries = serviceEntriesByHost(mesh);
    return routeMatches(mesh).flatMap((match) => ignored(match, gateways, entries));
  },
};

/** A port at which a match may hold: its words, and the kinds of rules that the port reads. */
interface Reader {
  readonly port: string;
  readonly reads: readonly Block[];
}

function ignored(
  match: RouteMatch,
  gateways: ReadonlyMap<string, Resource<GatewaySpec>>,
  entries: HostIndex<Resource<ServiceEntrySpec>>,
): readonly Hit[] {
  const readers = match.gateways.map((name) =>
    name === MESH ? portsOf(match, entries) : serversOf(match, gateways.get(name)),
  );
  const [first] = readers.flat();
  // A place whose ports the manifests do not have may read the rule.
  if (first === undefined || readers.some((each) => each.length === 0)) return [];
  if (readers.flat().some(({ reads }) => reads.includes(match.block))) return [];
  const { vs, block, path } = match;
  const [right = 'tls'] = first.reads;
  return [
    {
      manifest: vs.manifest,
      path,
      message: `${nameOf(vs.manifest)} has ${an(block)} rule for ${first.port}, which reads ${first.reads.join(' and ')} rules only, so that Istio ignores the rule`,
      fix: `write the rule in spec.${right}${right === 'tls' ? ` with sniHosts: [${vs.hosts.join(', ')}]` : ''}`,
    },
  ];
}

function an(block: Block): string {
  return `${block === 'http' ? 'an' : 'a'} ${block}`;
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
    [...entries.over(host)]
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
