import { nameOf } from '../manifest/manifest';
import { bareHost } from '../model/hosts';
import { virtualServicesFor } from '../model/lookup';
import { Mesh, Resource, VirtualService } from '../model/mesh';
import { GatewaySpec, Server } from '../model/specs';
import { Hit, Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';
import { RouteMatch, routeMatchesOf } from '../model/route-matches';
import { blockOf } from './shared/server-hosts';

/** Two servers, or two rules, of a gateway that exclude each other. */
export const RIVAL_SERVERS: Rule = {
  code: 'EGR3015',
  level: 'error',
  title: 'Two servers or two rules of a gateway exclude each other.',
  effect: 'Istio keeps the older of the two, or Envoy rejects the listener with every host of the port.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0145/',
    'mergeGateways in pilot/pkg/model/gateway.go',
  ],
  check: (mesh) => [
    ...failuresOf(mesh, 'rival-servers').map((failure) => hitOf(mesh, failure)),
    ...mesh.gateways.flatMap((gateway) =>
      (gateway.spec.servers ?? []).flatMap((server) => rivalsAt(mesh, gateway, server)),
    ),
  ],
};

/** Returns a hit for each VirtualService whose connections at a server an older VirtualService has. */
function rivalsAt(mesh: Mesh, { id }: Resource<GatewaySpec>, server: Server): readonly Hit[] {
  const hosts = (server.hosts ?? []).map(bareHost);
  const owners = new Map<string, VirtualService>();
  const block = blockOf(server);
  return virtualServicesFor(mesh, id, hosts).flatMap((vs): Hit[] => {
    const matches = routeMatchesOf(vs).filter(
      (match) =>
        match.block === block &&
        match.gateways.includes(id) &&
        (match.port === undefined || match.port === server.port.number),
    );
    const rivals = new Map(
      matches.flatMap((match) => claims(match).flatMap((claim) => rivalOf(owners, claim, match) ?? [])),
    );
    for (const match of matches) {
      for (const claim of claims(match)) if (acceptsAll(match) && !owners.has(claim)) owners.set(claim, vs);
    }
    return [...rivals].map(([match, older]) => ({
      manifest: vs.manifest,
      path: match.path,
      message:
        `${nameOf(vs.manifest)} has no effect at port ${server.port.number}/${server.port.protocol} of Gateway ${id}: ` +
        `${nameOf(older.manifest)} is older, and routes the same ${WHAT[block]}`,
      fix: `write both rules into one VirtualService, or use another server`,
    }));
  });
}

const WHAT = { http: 'host', tls: 'SNI', tcp: 'connections' } as const;

function rivalOf(
  owners: ReadonlyMap<string, VirtualService>,
  claim: string,
  match: RouteMatch,
): [RouteMatch, VirtualService][] | undefined {
  const owner = owners.get(claim);
  return owner === undefined || owner === match.vs ? undefined : [[match, owner]];
}

/** The requests of a server that a match claims: by host, by SNI, or all, since TCP has no names. */
function claims({ block, vs, match }: RouteMatch): readonly string[] {
  if (block === 'http') return vs.hosts;
  return block === 'tls' ? (match.sniHosts ?? []) : ['*'];
}

/** Istio appends `http` rules of a younger VirtualService. The younger rules count unless an older rule accepts all requests. */
function acceptsAll({ block, match }: RouteMatch): boolean {
  return block !== 'http' || Object.keys(match).every((name) => ['name', 'port', 'gateways'].includes(name));
}
