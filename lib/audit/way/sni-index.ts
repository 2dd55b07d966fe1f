/**
 * The `tls` rules for sidecars by SNI: a look-up of one name does not read the rules of all others.
 */
import { HostIndex } from '../model/host-index';
import { isPartialWildcard, overlap } from '../model/hosts';
import { serviceEntriesByPort } from '../model/lookup';
import { MESH, Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { L4Match, L4Route } from '../model/specs';
import { namesOf } from './filter-chains';
import { matchesOf, RouteHit, routesOf } from './virtual-services';

/** A match of a `tls` rule. */
export type SniHit = RouteHit<L4Route, L4Match> & { readonly match: L4Match };

/** The `tls` rules that may hold at a port of the sidecars. */
export interface SniIndex {
  /** By server name. */
  readonly byName: HostIndex<SniHit>;
  /** By host of the VirtualService. */
  readonly byHost: HostIndex<SniHit>;
  /** Names by which Envoy may reject the listener: partial wildcards, and names in several chains. */
  readonly suspicious: readonly string[];
}

/** Returns the `tls` rules that may hold at a port of the sidecars. */
export function snisAt(mesh: Mesh, port: number): SniIndex {
  const byPort = indexesOf(mesh);
  const known = byPort.get(port) ?? indexAt(mesh, port);
  byPort.set(port, known);
  return known;
}

const indexesOf = perMesh(() => new Map<number, SniIndex>());

const meshRules = perMesh(({ virtualServices }): readonly SniHit[] =>
  virtualServices
    .filter(({ gateways }) => gateways.includes(MESH))
    .flatMap((vs) => routesOf(vs, 'tls').flatMap(matchesOf)),
);

function indexAt(mesh: Mesh, port: number): SniIndex {
  const byName = new HostIndex<SniHit>();
  const byHost = new HostIndex<SniHit>();
  for (const hit of meshRules(mesh)) {
    const { match, vs } = hit;
    if (match.port && match.port !== port) continue;
    if (match.gateways?.length && !match.gateways.includes(MESH)) continue;
    for (const name of namesOf({ serverNames: match.sniHosts ?? [] })) byName.add(name, hit);
    for (const host of new Set(vs.hosts)) byHost.add(host, hit);
  }
  const declared = serviceEntriesByPort(mesh).get(port);
  const suspicious = [...byName.hosts].filter((name) => {
    const hits = byName.get(name);
    const chains = new Set(hits.map(({ match }) => [...namesOf({ serverNames: match.sniHosts ?? [] })].sort().join()));
    const foreign = hits.some(({ vs }) => !vs.hosts.some((host) => overlap(host, name)));
    return isPartialWildcard(name) || chains.size > 1 || (foreign && declared?.get(name).length);
  });
  return { byName, byHost, suspicious };
}
