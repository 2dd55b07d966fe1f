import { ConformanceCase, Expectation, Request, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { denies } from './case-denies';
import { migration } from './case-migration';
import { sidecars } from './case-sidecars';

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

const throughTheGateway: Group<Expectation> = {
  because: 'The routes send requests of sidecars for the host through the gateway.',
  expect: ['default/curl', 'test-egress/curl'].flatMap((client) => [
    request(client, http).goesThrough('outbound|80||edition.cnn.com'),
    request(client, https).goesThrough('outbound|443||edition.cnn.com'),
  ]),
};

const withoutRoutes: Group<Expectation> = {
  because: 'Under ALLOW_ANY, a host that no route declares is open to a namespace without a lockdown.',
  expect: [request('default/curl', http).goesDirectly(), request('test-egress/plain', https).goesDirectly()],
};

const undeclared: Group<Expectation> = {
  because: 'Under REGISTRY_ONLY, a sidecar blocks a host that no route declares.',
  expect: [request('default/curl', http).isBlocked(), request('default/curl', https).isBlocked()],
};

/** Arguments of a pod without a sidecar that connects to the gateway as a sidecar does. */
const dialled = ['--connect-to', '::istio-egressgateway.istio-system.svc.cluster.local:'];

const held: readonly Group<Expectation>[] = [
  {
    because: 'The lockdown blocks a pod without a sidecar, also for a host that a route declares.',
    closes: ['B1'],
    expect: [request('test-egress/plain', http).isBlocked(7), request('test-egress/plain', https).isBlocked(7)],
  },
  {
    because: 'The lockdown blocks the API server, and all ports of istiod except the one that proxies need.',
    closes: ['B22', 'B26'],
    expect: [
      request('test-egress/plain', 'https://kubernetes.default/version').isBlocked(7),
      request('test-egress/plain', 'http://istiod.istio-system:15014/metrics').isBlocked(7),
    ],
  },
  {
    because: 'The gateway accepts no connection without a certificate of the mesh.',
    expect: ['test-egress/plain', 'default/plain'].flatMap((client) => [
      request(client, http, ...dialled).isBlocked(),
      request(client, https, ...dialled).isBlocked(),
    ]),
  },
  {
    because: 'The lockdown blocks the pods of its own namespace.',
    expect: [request('test-egress/plain', 'http://server.test-egress:8000/').isBlocked(7)],
  },
  {
    because: 'A pod without a sidecar leaves directly from a namespace without a lockdown.',
    remains: ['B1', 'B24'],
    expect: [request('default/plain', https).goesDirectly()],
  },
];

const lockedDown: Group<Request> = {
  because: 'The lockdown blocks direct connections while the routes of the host change.',
  closes: ['B33', 'B46'],
  expect: [request('test-egress/curl', http), request('test-egress/curl', https)],
};

const registryOnly: Group<Request> = {
  because: 'A declared host is never open to direct connections under REGISTRY_ONLY.',
  expect: [request('default/curl', http), request('test-egress/curl', https)],
};

export const cases: readonly ConformanceCase[] = [
  {
    title: 'One host leaves through the gateway over mTLS, and one namespace is locked down',
    stages: [
      { title: 'No manifest is applied', expect: [withoutRoutes] },
      {
        title: 'The manifests are applied after a VirtualService of another namespace for the same gateway and host',
        kubectl: [`apply -f ${INTRUDER}`],
        apply: 'main',
        maybeDirectly: {
          because: 'Under ALLOW_ANY, a request leaves directly until its route is applied.',
          expect: [request('default/curl', http)],
        },
        expect: [
          {
            ...throughTheGateway,
            because: 'The gateway accepts no VirtualService of another namespace for its servers.',
            closes: ['B15'],
          },
          ...held,
        ],
      },
      {
        title: 'The routes are deleted, and the lockdown remains',
        kubectl: NO_ROUTES,
        neverDirectly: lockedDown,
        maybeDirectly: {
          because: 'Under ALLOW_ANY, a request leaves directly once its route is deleted.',
          expect: [request('default/curl', https)],
        },
        expect: [
          {
            because: 'The lockdown blocks a host whose routes and ServiceEntry are deleted.',
            closes: ['B33', 'B46'],
            expect: [request('test-egress/curl', http).isBlocked(), request('test-egress/curl', https).isBlocked()],
          },
        ],
      },
      {
        title: 'The routes are applied again, and an AuthorizationPolicy of the gateway refuses one namespace',
        kubectl: [`apply -f ${REFUSE_DEFAULT}`],
        apply: 'main',
        neverDirectly: lockedDown,
        expect: [
          {
            because: 'The AuthorizationPolicy refuses another namespace only.',
            expect: [
              request('test-egress/curl', http).goesThrough('outbound|80||edition.cnn.com'),
              request('test-egress/curl', https).goesThrough('outbound|443||edition.cnn.com'),
            ],
          },
          {
            because: 'The AuthorizationPolicy refuses every request of the namespace.',
            expect: [
              request('default/curl', http).isRefusedByPolicy(),
              request('default/curl', https).isRefusedByPolicy(),
            ],
          },
        ],
      },
      {
        title: 'The manifests are deleted',
        kubectl: [`delete -f ${REFUSE_DEFAULT}`, `delete -f ${INTRUDER}`],
        delete: 'main',
        expect: [withoutRoutes],
      },
    ],
  },
  {
    title: 'No request leaves directly while the manifests change, under REGISTRY_ONLY',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    stages: [
      { title: 'No manifest is applied', expect: [undeclared] },
      {
        title: 'The manifests are applied',
        apply: 'main',
        neverDirectly: registryOnly,
        expect: [throughTheGateway],
      },
      {
        title: 'The gateway restarts',
        restart: 'istio-system/istio-egressgateway',
        neverDirectly: registryOnly,
        expect: [throughTheGateway],
      },
      {
        title: 'The manifests are deleted, ServiceEntries first',
        kubectl: [NO_ENTRY],
        delete: 'main',
        neverDirectly: registryOnly,
        expect: [undeclared],
      },
      { title: 'The manifests are applied again', apply: 'main', expect: [throughTheGateway] },
      {
        title: 'The manifests are deleted in the order of the file',
        delete: 'main',
        neverDirectly: { ...lockedDown, expect: [request('test-egress/curl', https)] },
        maybeDirectly: {
          because: 'In the order of the file, the rules of a host are deleted before its ServiceEntry.',
          expect: [request('default/curl', http)],
        },
        expect: [undeclared],
      },
    ],
  },
  sidecars,
  ...migration,
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS, denies },
];
