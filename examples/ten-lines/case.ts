import { ConformanceCase, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';
/** An object that is not of the library: another namespace tries to receive the gateway's traffic. */
const INTRUDER = 'test/conformance/cases/fixtures/intruder.yaml';
/** An object that is not of the library: shows that the suite distinguishes a refusal by the gateway from a failed request. */
const REFUSE_DEFAULT = 'test/conformance/cases/fixtures/refuse-default.yaml';

/** The objects to delete first, as in the guide. */
const NO_ENTRY = 'delete serviceentry -n default external-edition-cnn-com';
const NO_ROUTES = [
  NO_ENTRY,
  'delete virtualservice -n default egress-route-edition-cnn-com',
  'delete gateway.networking.istio.io -n istio-system egress-server-edition-cnn-com',
  'delete destinationrule -n istio-system egress-subset-edition-cnn-com',
];

const throughTheGateway = ['default/curl', 'test-egress/curl'].flatMap((client) => [
  request(client, http).goesThrough('outbound|80||edition.cnn.com'),
  request(client, https).goesThrough('outbound|443||edition.cnn.com'),
]);

/** Requests of a pod without a sidecar that connects to the gateway as a sidecar does. */
const dialled = ['--connect-to', '::istio-egressgateway.istio-system.svc.cluster.local:'];

const held = [
  request('test-egress/plain', http).isBlocked(7),
  request('test-egress/plain', https).isBlocked(7),
  request('test-egress/plain', 'https://kubernetes.default/version').isBlocked(7),
  request('test-egress/plain', 'http://istiod.istio-system:15014/metrics').isBlocked(7),
  request('test-egress/plain', http, ...dialled).isBlocked(),
  request('test-egress/plain', https, ...dialled).isBlocked(),
  request('default/plain', http, ...dialled).isBlocked(),
  request('default/plain', https, ...dialled).isBlocked(),
];

export const cases: readonly ConformanceCase[] = [
  {
    title: 'one host through the gateway over mTLS, a namespace locked down',
    stages: [
      {
        title: 'before',
        expect: [request('default/curl', http).goesDirectly(), request('test-egress/plain', https).goesDirectly()],
      },
      {
        title: 'applied, after a VirtualService of another namespace for the same gateway and host',
        kubectl: [`apply -f ${INTRUDER}`],
        apply: 'main',
        // ALLOW_ANY: requests for undeclared hosts leave directly.
        maybeDirectly: [request('default/curl', http)],
        expect: [
          ...throughTheGateway,
          ...held,
          request('test-egress/plain', 'http://server.test-egress:8000/').isBlocked(7),
          request('default/plain', https).goesDirectly(),
        ],
      },
      {
        title: 'while the routes are deleted and the lockdown stays',
        kubectl: NO_ROUTES,
        neverDirectly: [request('test-egress/curl', http), request('test-egress/curl', https)],
        maybeDirectly: [request('default/curl', https)],
        expect: [request('test-egress/curl', http).isBlocked(), request('test-egress/curl', https).isBlocked()],
      },
      {
        title: 'while the routes come back, and a policy of the gateway refuses one namespace',
        kubectl: [`apply -f ${REFUSE_DEFAULT}`],
        apply: 'main',
        neverDirectly: [request('test-egress/curl', http), request('test-egress/curl', https)],
        expect: [
          request('test-egress/curl', http).goesThrough('outbound|80||edition.cnn.com'),
          request('test-egress/curl', https).goesThrough('outbound|443||edition.cnn.com'),
          request('default/curl', http).isRefusedByPolicy(),
          request('default/curl', https).isRefusedByPolicy(),
        ],
      },
      {
        title: 'deleted',
        kubectl: [`delete -f ${REFUSE_DEFAULT}`, `delete -f ${INTRUDER}`],
        delete: 'main',
        expect: [request('default/curl', http).goesDirectly(), request('test-egress/plain', https).goesDirectly()],
      },
    ],
  },
  {
    title: 'no direct moment',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    stages: [
      {
        title: 'before',
        expect: [request('default/curl', http).isBlocked(), request('default/curl', https).isBlocked()],
      },
      {
        title: 'while it is applied',
        apply: 'main',
        neverDirectly: [request('default/curl', http), request('test-egress/curl', https)],
        expect: throughTheGateway,
      },
      {
        title: 'while the gateway restarts',
        restart: 'istio-system/istio-egressgateway',
        neverDirectly: [request('default/curl', http), request('test-egress/curl', https)],
        expect: throughTheGateway,
      },
      {
        title: 'while it is deleted, ServiceEntries first',
        kubectl: [NO_ENTRY],
        delete: 'main',
        neverDirectly: [request('default/curl', http), request('test-egress/curl', https)],
        expect: [request('default/curl', http).isBlocked(), request('default/curl', https).isBlocked()],
      },
      { title: 'applied again', apply: 'main', expect: throughTheGateway },
      {
        title: 'while it is deleted in the order of the file',
        delete: 'main',
        neverDirectly: [request('test-egress/curl', https)],
        maybeDirectly: [request('default/curl', http)],
        expect: [request('default/curl', http).isBlocked(), request('default/curl', https).isBlocked()],
      },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
