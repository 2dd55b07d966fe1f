import { ConformanceCase, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';

const GATEWAY = 'istio-egress/egress';
const cnn = 'https://edition.cnn.com/politics';
const legacy = 'http://api.example.org/';

const declared = [
  request('test-egress/curl', cnn).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
  request('test-egress/curl', 'https://www.example.com/').goesThrough('outbound|443||www.example.com', GATEWAY),
  request('test-egress/curl', legacy).goesThrough('outbound|80||api.example.org', GATEWAY),
  request('default/curl', cnn).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
];

const dialled = ['--connect-to', '::egress.istio-egress.svc.cluster.local:'];

export const cases: readonly ConformanceCase[] = [
  {
    title: 'a gateway of its own, a namespace with two exceptions',
    stages: [
      { title: 'before', expect: [request('test-egress/plain', cnn).goesDirectly()] },
      {
        title: 'applied',
        apply: 'main',
        running: ['istio-egress', 'istio=dedicated-egress'],
        expect: [
          ...declared,
          request('test-egress/plain', cnn).isBlocked(7),
          request('test-egress/plain', cnn, ...dialled).isBlocked(),
          request('test-egress/plain', legacy, ...dialled).isBlocked(),
          // The exceptions: its own namespace, and one port of another.
          request('test-egress/plain', 'http://server.test-egress:8000/').goesDirectly(),
          request('test-egress/plain', 'http://server.databases:5432/').goesDirectly(),
          request('test-egress/plain', 'http://server.databases:8000/').isBlocked(7),
          request('default/plain', cnn).goesDirectly(),
        ],
      },
      {
        title: 'while its gateway restarts',
        restart: GATEWAY,
        neverDirectly: [request('test-egress/curl', cnn), request('test-egress/curl', legacy)],
        expect: declared,
      },
      { title: 'deleted', delete: 'main', expect: [request('test-egress/plain', cnn).goesDirectly()] },
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
