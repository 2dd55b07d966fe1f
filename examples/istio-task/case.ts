import { ConformanceCase, request } from '../../test/conformance/cases/case';
import { INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';
const throughHttp = 'outbound|80||edition.cnn.com';
const throughTls = 'outbound|443||edition.cnn.com';

const untouched = [
  request('default/curl', http).goesDirectly(),
  request('default/curl', https).goesDirectly(),
  request('test-egress/curl', http).goesDirectly(),
  request('test-egress/plain', https).goesDirectly(),
];

/** Requests from the locked-down namespace: the name resolves, and every connection is refused, also to port 80. */
const lockedDown = [
  request('test-egress/plain', https).isBlocked(7),
  request('test-egress/plain', http).isBlocked(7),
  request('test-egress/plain', 'http://server.databases:8000/').isBlocked(7),
  request('test-egress/curl', https).goesThrough(throughTls),
];

const LABELS = ['label namespace istio-system istio=system', 'label namespace kube-system kube-system=true'];
const NO_LABELS = ['label namespace istio-system istio-', 'label namespace kube-system kube-system-'];

export const cases: readonly ConformanceCase[] = [
  {
    title: 'the task, step by step',
    stages: [
      { title: 'the gateway runs', running: ['istio-system', 'istio=egressgateway'], expect: untouched },
      {
        title: 'HTTP through the gateway, 443 directly through the port of the ServiceEntry',
        apply: 'http',
        expect: [
          request('default/curl', http).goesThrough(throughHttp),
          request('default/curl', https).goesDirectly(),
          request('test-egress/curl', http).goesThrough(throughHttp),
          request('test-egress/plain', https).goesDirectly(),
        ],
      },
      { title: 'HTTP cleaned up', delete: 'http', expect: untouched },
      {
        title: 'HTTPS through the gateway, and the network policy',
        kubectl: LABELS,
        apply: 'https',
        expect: [request('default/curl', https).goesThrough(throughTls), ...lockedDown],
      },
      { title: 'cleaned up', kubectl: NO_LABELS, delete: 'https', expect: untouched },
    ],
  },
  {
    title: 'the whole task at once',
    stages: [
      {
        title: 'applied',
        kubectl: LABELS,
        apply: 'main',
        expect: [
          request('default/curl', http).goesThrough(throughHttp),
          request('default/curl', https).goesThrough(throughTls),
          request('test-egress/curl', http).goesThrough(throughHttp),
          ...lockedDown,
        ],
      },
      { title: 'cleaned up', kubectl: NO_LABELS, delete: 'main', expect: untouched },
    ],
  },
  {
    title: 'the HTTP part under REGISTRY_ONLY',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    stages: [
      {
        title: 'before',
        expect: [request('default/curl', http).isBlocked(), request('default/curl', https).isBlocked()],
      },
      {
        title: '80 through the gateway, 443 directly, nothing else',
        apply: 'http',
        expect: [
          ...['default/curl', 'test-egress/curl'].flatMap((client) => [
            request(client, http).goesThrough(throughHttp),
            request(client, https).goesDirectly(),
          ]),
          request('default/curl', 'http://edition.cnn.com:8080/').isBlocked(),
          request('default/curl', 'https://www.example.com/').isBlocked(),
        ],
      },
      {
        title: 'cleaned up',
        delete: 'http',
        expect: [request('default/curl', http).isBlocked(), request('default/curl', https).isBlocked()],
      },
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
