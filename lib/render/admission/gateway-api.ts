/**
 * Routes of the Kubernetes Gateway API. If the kinds are installed, istiod reads the routes: a route whose parent is a Service or a
 * ServiceEntry applies to the mesh, and backends can be external hosts (https://istio.io/latest/docs/tasks/traffic-management/egress/).
 */
import { and, every, listOf, not, or, whereSet } from './cel';
import { KindRule } from './kind-rule';

const GROUP = 'gateway.networking.k8s.io';

/** The resources of routes. */
export const ROUTES: readonly string[] = ['grpcroutes', 'httproutes', 'tcproutes', 'tlsroutes', 'udproutes'];

/** Returns a condition that a field is absent, or has one of these values. */
const oneOf = (root: string, field: string, ...values: readonly string[]): string =>
  whereSet(root, field, (value) => or(...values.map((each) => `${value} == '${each}'`)));

/** A Service of the route's own namespace. A route for another namespace's Service would apply to the clients of the Service. */
const OWN_SERVICE = and(
  "has(parent.kind) && parent.kind == 'Service'",
  whereSet('parent', 'namespace', (value) => `${value} == request.namespace`),
);

/** Returns a condition that a reference is a Service, not an external name, and not a Service of a gateway. */
type IsBackend = (ref: string) => string;

const isServiceOutside =
  (namespaces: readonly string[]): IsBackend =>
  (ref) =>
    and(
      ...[oneOf(ref, 'group', ''), oneOf(ref, 'kind', 'Service')],
      whereSet(ref, 'namespace', (value) => not(`${value} in ${listOf(namespaces)}`)),
    );

/** The filters that change a request or an answer, and mirrors. Other filters call a service, or are of an extension. */
const FILTERS: readonly string[] = [
  ...['CORS', 'RequestHeaderModifier', 'RequestMirror', 'RequestRedirect', 'ResponseHeaderModifier', 'URLRewrite'],
];

function hasKnownFilters(spec: string): string {
  const known = (of: string): string => every(of, 'filters', 'filter', `filter.type in ${listOf(FILTERS)}`);
  return every(spec, 'rules', 'rule', and(known('rule'), every('rule', 'backendRefs', 'ref', known('ref'))));
}

function hasBackends(spec: string, isService: IsBackend): string {
  const mirrors = (of: string): string =>
    every(of, 'filters', 'filter', whereSet('filter', 'requestMirror.backendRef', isService));
  const backends = every('rule', 'backendRefs', 'ref', and(isService('ref'), mirrors('ref')));
  return every(spec, 'rules', 'rule', and(backends, mirrors('rule')));
}

/**
 * Returns the rules for tenants: routes of Gateways and of Services of the own namespace, to Services; Gateways without addresses.
 *
 * @param namespaces the namespaces of egress gateways, whose Services routes cannot have as backends
 */
export const gatewayApiRules = (namespaces: readonly string[]): readonly KindRule[] => [
  {
    group: GROUP,
    resources: ROUTES,
    sound: (spec) => every(spec, 'parentRefs', 'parent', or(oneOf('parent', 'kind', 'Gateway'), OWN_SERVICE)),
    message: "parentRefs of a Gateway API route must be Gateways, or Services of the route's own namespace",
  },
  {
    group: GROUP,
    resources: ROUTES,
    sound: (spec) => hasBackends(spec, isServiceOutside(namespaces)),
    message: `backendRefs and mirrors of a Gateway API route must be Services; allowed: Services outside ${namespaces.join(', ')}`,
  },
  {
    group: GROUP,
    resources: ROUTES,
    sound: hasKnownFilters,
    message: `filters of a Gateway API route must be ${FILTERS.join(', ')}: other filters can call a service outside the cluster`,
    mendable: true,
  },
  {
    group: GROUP,
    resources: ['gateways'],
    sound: (spec) => `!has(${spec}.addresses) || size(${spec}.addresses) == 0`,
    message: 'addresses of a Gateway API Gateway must be empty: an address can be that of another Service',
  },
];
