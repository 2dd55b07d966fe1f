import { ConformanceCase, keeping, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const news = 'http://edition.cnn.com/politics';
const partner = 'http://api.example.org/';

/** The header of an application that participates in traces. */
const TRACE = ['--header', 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'];
const OWN_FORWARDED = ['--header', 'x-forwarded-for: 192.0.2.7'];

const CLIENTS = ['default/curl', 'test-egress/curl'];

const clean = CLIENTS.flatMap((client) => [
  request(client, news).goesThrough('outbound|80||edition.cnn.com'),
  request(client, news, '--header', 'authorization: Bearer x').goesThrough('outbound|80||edition.cnn.com'),
  request(client, partner).goesThrough('outbound|80||api.example.org'),
  keeping(request(client, partner, ...TRACE).goesThrough('outbound|80||api.example.org'), 'traceparent'),
]);

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((mode) => ({
  title: `the outside learns nothing of the mesh, under ${mode}`,
  outboundTrafficPolicy: mode,
  stages: [
    {
      title: 'applied',
      apply: 'main',
      expect: [
        ...clean,
        ...CLIENTS.flatMap((client) => [
          request(client, news, ...TRACE).goesThrough('outbound|80||edition.cnn.com'),
          request(client, news, ...OWN_FORWARDED).goesThrough('outbound|80||edition.cnn.com'),
        ]),
        request('test-egress/plain', news).isBlocked(7),
      ],
    },
  ],
}));

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
