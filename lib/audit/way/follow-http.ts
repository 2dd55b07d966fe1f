/**
 * `http` routes of VirtualServices that hold for a request: the destinations of the request and of its copies, or the answer of the proxy.
 */
import { at } from '../manifest/evidence';
import { broken } from '../model/broken';
import { refuseUnevaluated } from '../model/unevaluated';
import { MESH, Mesh } from '../model/mesh';
import { HttpRedirect } from '../model/specs';
import { expressionOf } from './http-claim';
import { HttpHit } from './http-routes';
import { Journey, Option } from './journey';
import { authorityIn, destinationAt, destinationsOf, evidenceOf, Place, RouteDestination } from './virtual-services';

const HTTP_FIELDS = new Set([
  ...['name', 'match', 'route', 'timeout', 'retries', 'corsPolicy', 'headers', 'rewrite', 'redirect', 'directResponse'],
  ...['fault', 'delegate', 'mirror', 'mirrors', 'mirrorPercentage', 'mirrorPercent'],
]);
const REWRITE_FIELDS = new Set(['authority', 'uri', 'uriRegexRewrite']);
const MATCH_FIELDS = new Set([
  ...['name', 'port', 'gateways', 'sourceNamespace', 'sourceLabels', 'statPrefix', 'authority', 'uri', 'ignoreUriCase'],
  ...['method', 'scheme', 'headers', 'withoutHeaders', 'queryParams'],
]);

/** Returns the destination of an `http` route. Refuses other settings that would decide about a request. */
export function followHttp(mesh: Mesh, hit: HttpHit, place: Place, journey: Journey): RouteDestination {
  const { vs, route, path, matches } = hit;
  const where = `http of VirtualService ${vs.id}`;
  for (const match of matches) refuseUnevaluated(match, MATCH_FIELDS, () => where, evidenceOf(hit));
  refuseUnevaluated(route, HTTP_FIELDS, () => where, at(vs, ...path));
  refuseUnevaluated(route.rewrite ?? {}, REWRITE_FIELDS, () => `rewrite in ${where}`, at(vs, ...path, 'rewrite'));
  refuseAnswered(hit, place);
  const newPath = pathWriter(hit);
  if (place.gateway === MESH && newPath !== undefined) {
    journey.assume([`AuthorizationPolicies of gateways accept the path that rewrite in ${where} writes`]);
  }
  const [first, ...more] = destinationsOf(mesh, hit, where);
  const to = journey.pick([first, ...more, ...copies(mesh, hit, where)]);
  // Of the Host headers of a route, of its headers, and of a destination the first counts (core/route/route.go processDestination).
  const authority = (route.rewrite?.authority ?? authorityIn(route.headers)) || to.authority;
  return { ...to, authority, newPath };
}

/** Returns the function that writes the path of a route. `uri` replaces what a match names, an expression what it matches. */
function pathWriter({ route, matches }: HttpHit): RouteDestination['newPath'] {
  const { uri, uriRegexRewrite } = route.rewrite ?? {};
  const { match = '', rewrite = '' } = uriRegexRewrite ?? {};
  const substitution = rewrite.replace(/\$/g, '$$$$').replace(/\\(\d)/g, '$$$1');
  if (uriRegexRewrite !== undefined) return (path) => path.replace(expressionOf(match, 'g'), substitution);
  if (!uri) return undefined;
  const { exact, prefix } = matches.at(-1)?.uri ?? {};
  const length = (exact ?? prefix ?? '/').length;
  return (path) => uri + path.slice(length);
}

/** The proxy answers itself: with a redirect, a response, or an abort of every request. */
function refuseAnswered(hit: HttpHit, { gateway }: Place): void {
  const { redirect, directResponse, fault } = hit.route;
  const proxy = gateway === MESH ? 'the sidecar' : 'the gateway';
  const answers = (status: number, what: string): never =>
    broken(
      'answered',
      `${proxy} answers with ${status}: ${what} in http of VirtualService ${hit.vs.id}`,
      evidenceOf(hit),
    );
  if (redirect !== undefined) answers(redirect.redirectCode || 301, `redirect${targetOf(redirect)}`);
  if (directResponse !== undefined) answers(directResponse.status, 'directResponse');
  const { httpStatus = 503, percentage } = fault?.abort ?? {};
  if ((percentage?.value ?? 0) >= 100) answers(httpStatus, 'fault');
}

function targetOf({ scheme, authority = '', uri = '' }: HttpRedirect): string {
  return authority || uri ? ` to ${scheme ? `${scheme}://` : ''}${authority}${uri}` : '';
}

/** The destinations of copies of the request. */
function copies(mesh: Mesh, hit: HttpHit, where: string): Option<RouteDestination>[] {
  const { mirror, mirrors = [] } = hit.route;
  const place = at(hit.vs, ...hit.path);
  return [mirror, ...mirrors.map(({ destination }) => destination)].flatMap((destination) => {
    if (destination === undefined) return [];
    const value = destinationAt(mesh, hit, destination, place);
    return { value, sentence: `${where} mirrors requests to ${value.host}`, isCopy: true };
  });
}
