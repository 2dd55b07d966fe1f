/**
 * The `http` routes of VirtualServices at a place, those of delegates among them (pilot/pkg/model/virtualservice.go
 * mergeVirtualServicesIfNeeded).
 */
import { at } from '../manifest/evidence';
import { notEvaluated } from '../model/unevaluated';
import { hasLabels } from '../model/labels';
import { virtualServicesById } from '../model/lookup';
import { Mesh, VirtualService } from '../model/mesh';
import { HttpMatch, MatchedRoute } from '../model/specs';
import { isVisible } from '../model/export-to';
import { claimsOf, fullMatch, HttpClaim } from './http-claim';
import { Journey } from './journey';
import { isOfNamespace } from './viewer';
import { authorityOf, holdsAt, Place, RouteHit } from './virtual-services';
import { Request } from './types';

/** An `http` route that holds if its matches hold for the request. */
export interface HttpHit extends RouteHit<MatchedRoute, HttpMatch> {
  /** The VirtualService with the hosts and gateways. `vs` is a delegate of it, or the same. */
  readonly root: VirtualService;
  /** The match of the route, and of the route of the root that delegates. */
  readonly matches: readonly HttpMatch[];
}

/** Returns the `http` routes that can hold at a place, in order: none behind a route that holds for every request. */
export function* httpHitsAt(mesh: Mesh, root: VirtualService, place: Place): Generator<HttpHit> {
  for (const hit of hitsOf(root, root, place)) {
    for (const found of hit.route.delegate === undefined ? [hit] : delegatedHits(mesh, hit, place)) {
      yield found;
      if (isCatchAll(found)) return;
    }
  }
}

/** Returns whether a VirtualService has an `http` route that can hold at a place. */
export function hasHttpRouteAt(mesh: Mesh, root: VirtualService, place: Place): boolean {
  return httpHitsAt(mesh, root, place).next().done !== true;
}

function* hitsOf(root: VirtualService, vs: VirtualService, place: Place): Generator<HttpHit> {
  for (const [index, route] of (vs.spec.http ?? []).entries()) {
    const hit = { root, vs, route, path: ['spec', 'http', index], matches: [] };
    if (!route.match?.length) yield hit;
    for (const [matchIndex, match] of (route.match ?? []).entries()) {
      if (holdsAt(match, root, place) && isOfSource(match, place))
        yield { ...hit, match, matchIndex, matches: [match] };
    }
  }
}

/** `gateways` in an http match makes Istio overlook the source (core/route/route.go sourceMatchHTTP). */
function isOfSource({ gateways, sourceNamespace, sourceLabels }: HttpMatch, { namespace, labels }: Place): boolean {
  if (gateways?.length) return true;
  return hasLabels(labels, sourceLabels) && isOfNamespace(sourceNamespace, namespace);
}

/** A delegate that the root does not see has no routes. */
function* delegatedHits(mesh: Mesh, { root, route, matches }: HttpHit, place: Place): Generator<HttpHit> {
  const { match: _, delegate: { name = '', namespace = '' } = {}, ...settings } = route;
  const delegate = virtualServicesById(mesh).get(`${namespace || root.namespace}/${name}`);
  if (delegate === undefined || !isVisible(delegate.spec.exportTo, delegate.namespace, root.namespace)) return;
  for (const hit of hitsOf(root, delegate, place)) {
    if (hit.route.delegate !== undefined)
      notEvaluated(
        `the delegate of VirtualService ${delegate.id}, which is a delegate itself,`,
        at(delegate, 'spec', 'http'),
      );
    yield { ...hit, route: { ...settings, ...hit.route }, matches: [...matches, ...hit.matches] };
  }
}

/** Returns the first route whose matches hold for the request. */
export function routeFor(hits: Iterable<HttpHit>, request: Request, journey: Journey): HttpHit | undefined {
  for (const hit of hits) if (hit.matches.every((match) => holdsFor(match, request, journey))) return hit;
  return undefined;
}

function holdsFor(match: HttpMatch, request: Request, journey: Journey): boolean {
  const { exact, prefix, regex } = match.authority ?? {};
  const authority = authorityOf(request);
  const isMeant =
    (regex === undefined || fullMatch(regex, authority)) &&
    (exact === undefined || exact === authority) &&
    authority.startsWith(prefix ?? '');
  return isMeant && claimsOf(match).every((claim: HttpClaim) => journey.holds(claim, request) === claim.isWanted);
}

/** Returns whether a route holds for every request, so that a gateway puts the route behind the others (istiod's IsCatchAllRoute). */
export function isCatchAll({ matches }: HttpHit): boolean {
  return matches.every((match) => match.authority === undefined && claimsOf(match).length === 0);
}
