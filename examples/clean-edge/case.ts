import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { keeping } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { retryAndRewrite } from '../../test/conformance/cases/retries';

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

const retried: Group<Expectation> = {
  because: 'The gateway adds no count of attempts to a retried request, no timeout, and no path of before a rewrite.',
  closes: ['B41'],
  expect: CLIENTS.map((client) => request(client, news).goesThrough('outbound|80||edition.cnn.com')),
};

const withoutTraces = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((mode): ConformanceCase => ({
  title: `External hosts receive no headers of the mesh, under ${mode}`,
  outboundTrafficPolicy: mode,
  stages: [
    { title: 'The manifests are applied', apply: 'main', expect: clean },
    {
      title: 'The owner of the host adds retries, a timeout and a rewrite',
      kubectl: [retryAndRewrite('default', 'edition.cnn.com')],
      expect: [retried],
    },
  ],
}));

/** Headers of the mesh's tracer. */
const SPAN = ['x-b3-parentspanid', 'x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid'];
const NO_TRACE_CONTEXT = 'test/conformance/cases/fixtures/no-trace-context.yaml';

const withTraces: ConformanceCase = {
  title: 'External hosts receive no trace of a mesh with tracing if a Telemetry turns off the spans of the gateway',
  tracing: true,
  stages: [
    {
      title: 'The manifests are applied',
      apply: 'main',
      expect: [
        {
          because: 'In a mesh with tracing, the gateway adds its span to a request after the removal of headers.',
          remains: ['B41'],
          expect: [keeping(request('default/curl', news).goesThrough('outbound|80||edition.cnn.com'), ...SPAN)],
        },
      ],
    },
    {
      title: 'A Telemetry turns off the spans of the gateway',
      kubectl: [`apply -f ${NO_TRACE_CONTEXT}`],
      // Open connections keep the filters that they have.
      restart: 'istio-system/istio-egressgateway',
      expect: clean,
    },
    { title: 'The manifests are deleted', kubectl: [`delete -f ${NO_TRACE_CONTEXT}`], delete: 'main' },
  ],
};

export const cases: readonly ConformanceCase[] = [...withoutTraces, withTraces];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
