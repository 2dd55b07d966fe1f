import { ConformanceCase, Expectation, keeping, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const news = 'http://edition.cnn.com/politics';
const partner = 'http://api.example.org/';

/** The header of an application that participates in traces. */
const TRACE = ['--header', 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'];
const OWN_FORWARDED = ['--header', 'x-forwarded-for: 192.0.2.7'];

const CLIENTS = ['default/curl', 'test-egress/curl'];

const clean: readonly Group<Expectation>[] = [
  {
    because: 'The host receives the same headers as from a pod without a sidecar: no proxy adds a header.',
    closes: ['B41'],
    expect: CLIENTS.flatMap((client) => [
      request(client, news).goesThrough('outbound|80||edition.cnn.com'),
      request(client, news, '--header', 'authorization: Bearer x').goesThrough('outbound|80||edition.cnn.com'),
      request(client, partner).goesThrough('outbound|80||api.example.org'),
    ]),
  },
  {
    because: 'No proxy adds to the headers of traces and of forwarding that the application sends.',
    closes: ['B41'],
    expect: CLIENTS.flatMap((client) => [
      request(client, news, ...TRACE).goesThrough('outbound|80||edition.cnn.com'),
      request(client, news, ...OWN_FORWARDED).goesThrough('outbound|80||edition.cnn.com'),
    ]),
  },
  {
    because: 'The trace of the application reaches a host whose route keeps it.',
    expect: CLIENTS.map((client) =>
      keeping(request(client, partner, ...TRACE).goesThrough('outbound|80||api.example.org'), 'traceparent'),
    ),
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', news).isBlocked(7)],
  },
];

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((mode) => ({
  title: `External hosts receive no headers of the mesh, under ${mode}`,
  outboundTrafficPolicy: mode,
  stages: [{ title: 'The manifests are applied', apply: 'main', expect: clean }],
}));

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
