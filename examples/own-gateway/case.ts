import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';
import { retryAndRewrite } from '../../test/conformance/cases/retries';
import { privateAuthority } from '../../test/conformance/cases/secret';

const GATEWAY = 'istio-egress/egress';
const cnn = 'https://edition.cnn.com/politics';
const legacy = 'http://api.example.org/';

const open: Group<Expectation> = {
  because: 'Without a lockdown, a pod without a sidecar leaves directly.',
  expect: [request('test-egress/plain', cnn).goesDirectly()],
};

const declared: Group<Expectation> = {
  because: 'The routes send requests of every namespace through the dedicated gateway.',
  expect: [
    request('test-egress/curl', cnn).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
    request('test-egress/curl', 'https://www.example.com/').goesThrough('outbound|443||www.example.com', GATEWAY),
    request('test-egress/curl', legacy).goesThrough('outbound|80||api.example.org', GATEWAY),
    request('default/curl', cnn).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
  ],
};

const privateHost: Group<Expectation> = {
  because: 'The gateway verifies the host by the certificate in a volume of its pods.',
  expect: [
    request('test-egress/curl', 'http://private.example.org/').goesThrough('outbound|80||private.example.org', GATEWAY),
  ],
};

const dialled = ['--connect-to', '::egress.istio-egress.svc.cluster.local:'];

export const cases: readonly ConformanceCase[] = [
  {
    title: 'A dedicated gateway serves its routes, and the lockdown has two exceptions',
    stages: [
      { title: 'No manifest is applied', expect: [open] },
      {
        title: 'The manifests are applied',
        kubectl: ['create namespace istio-egress', privateAuthority('istio-egress', 'private-ca')],
        apply: 'main',
        running: ['istio-egress', 'istio=dedicated-egress'],
        expect: [
          declared,
          privateHost,
          {
            because: 'The lockdown blocks a pod without a sidecar, except for its two peers.',
            expect: [
              request('test-egress/plain', cnn).isBlocked(7),
              request('test-egress/plain', 'http://server.databases:8000/').isBlocked(7),
            ],
          },
          {
            because: 'The gateway accepts no connection without a certificate of the mesh.',
            expect: [
              request('test-egress/plain', cnn, ...dialled).isBlocked(),
              request('test-egress/plain', legacy, ...dialled).isBlocked(),
            ],
          },
          {
            because: 'The lockdown allows its own namespace, and one port of another namespace.',
            expect: [
              request('test-egress/plain', 'http://server.test-egress:8000/').goesDirectly(),
              request('test-egress/plain', 'http://server.databases:5432/').goesDirectly(),
            ],
          },
          {
            because: 'A pod without a sidecar leaves directly from a namespace without a lockdown.',
            expect: [request('default/plain', cnn).goesDirectly()],
          },
        ],
      },
      {
        title: 'The gateway restarts',
        restart: GATEWAY,
        neverDirectly: {
          because: 'Routes and lockdown are in force while the gateway restarts.',
          closes: ['B33'],
          expect: [request('test-egress/curl', cnn), request('test-egress/curl', legacy)],
        },
        expect: [declared],
      },
      {
        title: 'The owner of a host adds retries, a timeout and a rewrite',
        kubectl: [retryAndRewrite('test-egress', 'api.example.org')],
        expect: [
          {
            because:
              'The pods of a deployed gateway add no header to a request that they retry and rewrite, with a timeout.',
            closes: ['B41'],
            expect: [request('test-egress/curl', legacy).goesThrough('outbound|80||api.example.org', GATEWAY)],
          },
        ],
      },
      { title: 'The manifests are deleted', delete: 'main', expect: [open] },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: { namespace: 'istio-egress', labels: { istio: 'dedicated-egress' } },
    allows: [...DEFAULT_ALLOWS, ['own namespace', '*'], ['other namespace', '5432/TCP']],
  },
];
