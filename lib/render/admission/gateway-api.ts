/**
 * Routes of the Kubernetes Gateway API, which istiod reads wherever its kinds are there: for the mesh where their parent is a Service
 * or a ServiceEntry, and to hosts outside by their backends (https://istio.io/latest/docs/tasks/traffic-management/egress/).
 */
import { and, every, or, whereSet } from './cel';
import { KindRule } from './kind-rule';

const GROUP = 'gateway.networking.k8s.io';

const ROUTES: readonly string[] = ['grpcroutes', 'httproutes', 'tcproutes', 'tlsroutes', 'udproutes'];

/** A field that is not there, or has one of these values. */
const oneOf = (root: string, field: string, ...values: readonly string[]): string =>
  whereSet(root, field, (value) => or(...values.map((each) => `${value} == '${each}'`)));

/** An own Service: a route for what others own would be one for its clients. */
const OWN_SERVICE = and(
  "has(parent.kind) && parent.kind == 'Service'",
  whereSet('parent', 'namespace', (value) => `${value} == request.namespace`),
);

/** A Service, and no name outside. */
const isService = (ref: string): string => and(oneOf(ref, 'group', ''), oneOf(ref, 'kind', 'Service'));

function leadsInside(spec: string): string {
  const copies = (of: string): string =>
    every(of, 'filters', 'filter', whereSet('filter', 'requestMirror.backendRef', isService));
  const backends = every('rule', 'backendRefs', 'ref', and(isService('ref'), copies('ref')));
  return every(spec, 'rules', 'rule', and(backends, copies('rule')));
}

/** For tenants: routes of their own Gateways and Services, to Services; and Gateways that are not other people's. */
export const GATEWAY_API_RULES: readonly KindRule[] = [
  {
    group: GROUP,
    resources: ROUTES,
    sound: (spec) => every(spec, 'parentRefs', 'parent', or(oneOf('parent', 'kind', 'Gateway'), OWN_SERVICE)),
    message: 'a route of the Gateway API is for a Gateway, or for a Service of the own namespace',
  },
  {
    group: GROUP,
    resources: ROUTES,
    sound: leadsInside,
    message: 'a route of the Gateway API leads to Services',
  },
  {
    group: GROUP,
    resources: ['gateways'],
    sound: (spec) => `!has(${spec}.addresses) || size(${spec}.addresses) == 0`,
    message: 'a Gateway of the Gateway API names no addresses of other Services',
  },
];
