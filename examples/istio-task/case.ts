import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';
const throughHttp = 'outbound|80||edition.cnn.com';
const CLIENTS = ['default/curl', 'test-egress/curl'];
const throughTls = 'outbound|443||edition.cnn.com';

const untouched: Group<Expectation> = {
  because: 'Without routes and without a lockdown, every request leaves directly under ALLOW_ANY.',
  expect: [
    request('default/curl', http).goesDirectly(),
    request('default/curl', https).goesDirectly(),
    request('test-egress/curl', http).goesDirectly(),
    request('test-egress/plain', https).goesDirectly(),
  ],
};

const unknown: Group<Expectation> = {
  because: 'Under REGISTRY_ONLY, a sidecar blocks a host without a ServiceEntry.',
  expect: [request('default/curl', http).isBlocked(), request('default/curl', https).isBlocked()],
};

const lockedDown: readonly Group<Expectation>[] = [
  {
    because: 'The lockdown refuses every connection of a pod without a sidecar, although the name resolves.',
    expect: [
      request('test-egress/plain', https).isBlocked(7),
      request('test-egress/plain', http).isBlocked(7),
      request('test-egress/plain', 'http://server.databases:8000/').isBlocked(7),
    ],
  },
  {
    because: 'A sidecar in the locked-down namespace reaches the host through the gateway.',
    expect: [request('test-egress/curl', https).goesThrough(throughTls)],
  },
];

const LABELS = ['label namespace istio-system istio=system', 'label namespace kube-system kube-system=true'];
const NO_LABELS = ['label namespace istio-system istio-', 'label namespace kube-system kube-system-'];

export const cases: readonly ConformanceCase[] = [
  {
    title: "Each step of Istio's egress gateway task has the path that the task describes",
    stages: [
      {
        title: 'The gateway runs without routes',
        running: ['istio-system', 'istio=egressgateway'],
        expect: [untouched],
      },
      {
        title: 'The HTTP part is applied',
        apply: 'http',
        expect: [
          {
            because: 'The route sends HTTP through the gateway.',
            expect: [
              request('default/curl', http).goesThrough(throughHttp),
              request('test-egress/curl', http).goesThrough(throughHttp),
            ],
          },
          {
            because: 'The ServiceEntry opens port 443 without a route, as in the task.',
            expect: [request('default/curl', https).goesDirectly(), request('test-egress/plain', https).goesDirectly()],
          },
        ],
      },
      { title: 'The HTTP part is deleted', delete: 'http', expect: [untouched] },
      {
        title: 'The HTTPS part and its network policy are applied',
        kubectl: LABELS,
        apply: 'https',
        expect: [
          {
            because: 'The route sends TLS through the gateway.',
            expect: [request('default/curl', https).goesThrough(throughTls)],
          },
          ...lockedDown,
        ],
      },
      { title: 'The HTTPS part is deleted', kubectl: NO_LABELS, delete: 'https', expect: [untouched] },
    ],
  },
  {
    title: "Both parts of Istio's egress gateway task work at once",
    stages: [
      {
        title: 'Both parts are applied',
        kubectl: LABELS,
        apply: 'main',
        expect: [
          {
            because: 'The routes send HTTP and TLS through the gateway.',
            expect: [
              request('default/curl', http).goesThrough(throughHttp),
              request('default/curl', https).goesThrough(throughTls),
              request('test-egress/curl', http).goesThrough(throughHttp),
            ],
          },
          ...lockedDown,
        ],
      },
      { title: 'Both parts are deleted', kubectl: NO_LABELS, delete: 'main', expect: [untouched] },
    ],
  },
  {
    title: "The HTTP part of Istio's egress gateway task opens its own ports only, under REGISTRY_ONLY",
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    stages: [
      { title: 'No part is applied', expect: [unknown] },
      {
        title: 'The HTTP part is applied',
        apply: 'http',
        expect: [
          {
            because: 'The route sends HTTP through the gateway.',
            expect: CLIENTS.map((client) => request(client, http).goesThrough(throughHttp)),
          },
          {
            because: 'The ServiceEntry opens port 443 without a route, as in the task.',
            expect: CLIENTS.map((client) => request(client, https).goesDirectly()),
          },
          {
            because: 'Under REGISTRY_ONLY, a sidecar blocks other ports of the host and other hosts.',
            expect: [
              request('default/curl', 'http://edition.cnn.com:8080/').isBlocked(),
              request('default/curl', 'https://www.example.com/').isBlocked(),
            ],
          },
        ],
      },
      { title: 'The HTTP part is deleted', delete: 'http', expect: [unknown] },
    ],
  },
];

/** A lockdown by namespace labels allows all of `istio-system`, and DNS of every pod in `kube-system`. */
const BY_LABELS: Omit<Lockdown, 'program'> = {
  namespace: 'test-egress',
  gateway: INSTALLED,
  namespaceLabels: { 'istio-system': { istio: 'system' }, 'kube-system': { 'kube-system': 'true' } },
  allows: [
    ['DNS', '53/UDP'],
    ['beside DNS', '53/UDP'],
    ['gateway', '*'],
    ['beside the gateway', '*'],
    ['istiod', '*'],
    ['beside istiod', '*'],
  ],
};

export const lockdowns: readonly Lockdown[] = ['main', 'https'].map((program) => ({ program, ...BY_LABELS }));
