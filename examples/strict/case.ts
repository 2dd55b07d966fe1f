import { ConformanceCase, Expectation, request, tcpRequest } from '../../test/conformance/case/case';
import { Lockdown } from '../../test/conformance/case/lockdown';

/** Two strict namespaces, neither locked down. */
const SOURCE = 'default/curl';
const OTHER = 'test-egress/curl';
const BOTH = [SOURCE, OTHER];

const all = 'https://www.example.com/';
const partner = 'https://api.example.org/';
const news = 'http://edition.cnn.com/';

const declared: readonly Expectation[] = [
  ...BOTH.flatMap((client) => [
    request(client, all).goesThrough('outbound|443||www.example.com'),
    request(client, 'https://WWW.example.com/').goesThrough('outbound|443||www.example.com'),
    request(client, 'https://de.wikipedia.org/').goesThrough('outbound|443||*.wikipedia.org'),
    request(client, 'https://de.wikipedia.org/').goesThrough('10.99.0.18:443'),
    request(client, 'https://m.de.wikipedia.org/').goesThrough('10.99.0.18:443'),
    request(client, news).goesThrough('outbound|80||edition.cnn.com'),
    // The name decides, not where it was dialled.
    request(client, all, '--connect-to', '::10.99.0.99:').goesThrough('10.99.0.11:443'),
    request(client, 'https://www.example.com:8443/').goesThrough('10.99.0.11:443'),
  ]),
  request(SOURCE, partner).goesThrough('outbound|443||api.example.org'),
];

/** What no route is for, as bytes to the mesh: the gateway sees nothing else of it. */
const undeclared = BOTH.flatMap((client) => [
  request(client, 'https://undeclared.example.net/'),
  request(client, 'https://edition.cnn.com/'),
  request(client, 'https://wikipedia.org/'),
  request(client, 'https://10.99.0.11/', '--insecure'),
  request(client, 'https://www.example.com./', '--insecure'),
  tcpRequest(client, 'http://undeclared.example.net/'),
  tcpRequest(client, 'http://www.example.com/'),
  tcpRequest(client, 'http://edition.cnn.com:8080/'),
  tcpRequest(client, 'http://10.99.0.10:5432/'),
  tcpRequest(client, news, '--http1.0'),
]);

const blocked = (): Expectation[] => undeclared.map((each) => each.isBlocked());

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `strict, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'applied',
        apply: 'main',
        expect: [...declared, ...blocked(), request(OTHER, partner).isBlocked()],
      },
      {
        title: 'while the gateway restarts',
        restart: 'istio-system/istio-egressgateway',
        neverDirectly: [...undeclared, request(OTHER, partner), request(OTHER, all)],
        expect: [...declared.slice(0, 3), ...blocked().slice(0, 3)],
      },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [];
