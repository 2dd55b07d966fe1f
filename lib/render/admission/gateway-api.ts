/**
 * Routes of the Kubernetes Gateway API. If the kinds are installed, istiod reads the routes: a route whose parent is a Service or a
 * ServiceEntry applies to the mesh, and backends can be external hosts (https://istio.io/latest/docs/tasks/traffic-management/egress/).
 */
import { and, every, or, whereSet } from './cel';
import { KindRule } from './kind-rule';

const GROUP = 'gateway.networking.k8s.io';

const ROUTES: readonly string[] = ['grpcroutes', 'httproutes', 'tcproutes', 'tlsroutes', 'udproutes'];

/** Returns a condition that a field is absent, or has one of these values. */
const oneOf = (root: string, field: string, ...values: readonly string[]): string =>
  whereSet(root, field, (value) => or(...values.map((each) => `${value} == '${each}'`)));

/** A Service of the route's own namespace. A route for another namespace's Service would apply to the clients of the Service. */
const OWN_SERVICE = and(
  "has(parent.kind) && parent.kind == 'Service'",
  whereSet('parent', 'namespace', (value) => `${value} == request.namespace`),
);

/** Returns a condition that a reference is a Service, not an external name. */
const isService = (ref: string): string => and(oneOf(ref, 'group', ''), oneOf(ref, 'kind', 'Service'));

function hasServiceBackends(spec: string): string {
  const mirrors = (of: string): string =>
    every(of, 'filters', 'filter', whereSet('filter', 'requestMirror.backendRef', isService));
  const backends = every('rule', 'backendRefs', 'ref', and(isService('ref'), mirrors('ref')));
  return every(spec, 'rules', 'rule', and(backends, mirrors('rule')));
}

/** Rules for tenants: routes of Gateways and of Services of the own namespace, to Services; Gateways without addresses. */
export const GATEWAY_API_RULES: readonly KindRule[] = [
  {
    group: GROUP,
    resources: ROUTES,
    sound: (spec) => every(spec, 'parentRefs', 'parent', or(oneOf('parent', 'kind', 'Gateway'), OWN_SERVICE)),
    message: "parentRefs of a Gateway API route must be Gateways, or Services of the route's own namespace",
  },
  {
    group: GROUP,
    resources: ROUTES,
    sound: hasServiceBackends,
    message: 'backendRefs and mirrors of a Gateway API route must be Services',
  },
  {
    group: GROUP,
    resources: ['gateways'],
    sound: (spec) => `!has(${spec}.addresses) || size(${spec}.addresses) == 0`,
    message: 'addresses of a Gateway API Gateway must be empty: an address can be that of another Service',
  },
];
