import { ConformanceCase, Expectation, request, tcpRequest } from '../../test/conformance/cases/case';
import { arrivingAs, keeping } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

/** The source of every route. */
const SOURCE = 'test-egress/curl';
/** A client that is no source of a route. */
const OTHER = 'default/curl';

const grpc = 'grpc.example.org:50051';
const ledger = 'grpc://api.example.org:50051/bank.Ledger/Watch';
const mixed = 'http://edition.cnn.com/';
const mixedGrpc = 'grpc://edition.cnn.com:50051/news.Desk/Watch';
const feed = 'feed.example.org:8080/';
const feedTls = 'www.example.com:8080/';
const quotes = 'a.example.net:8080/v1/quotes';
const byDefault = 'http://b.example.net:50051/';
const postgres = 'postgres://pg.example.org:5432/';
const directTls = 'https://pg.example.org:5432/';

/** The arguments of curl for HTTP/2 without TLS. */
const HTTP2 = '--http2-prior-knowledge';

const toGrpc = 'outbound|50051||grpc.example.org';
const toFeed = 'outbound|8080||feed.example.org';
const toFeedTls = 'outbound|8080||www.example.com';

const allowed: readonly Group<Expectation>[] = [
  {
    because: 'A stream of gRPC reaches a host without TLS in HTTP/2, message by message, with its trailers.',
    expect: [arrivingAs(request(SOURCE, `grpc://${grpc}/bank.Ledger/Watch`).goesThrough(toGrpc), '2.0', 'http')],
  },
  {
    because: 'The gateway speaks HTTP/2 to the host, also for an application that speaks HTTP/1.1.',
    // From a pod without a sidecar, the host would not answer HTTP/1.1.
    expect: [
      { ...arrivingAs(request(SOURCE, `http://${grpc}/`).goesThrough(toGrpc), '2.0', 'http'), besides: undefined },
    ],
  },
  {
    because: 'With TLS from the gateway on, the stream arrives in HTTP/2 with the scheme of the connection.',
    expect: [
      arrivingAs(request(SOURCE, ledger).goesThrough('outbound|50051||api.example.org'), '2.0', 'https'),
      arrivingAs(request(SOURCE, mixedGrpc).goesThrough('outbound|50051||edition.cnn.com'), '2.0', 'https'),
    ],
  },
  {
    because: 'With useClientProtocol, a request in HTTP/1.1 reaches the host in HTTP/1.1, without TLS and with TLS.',
    expect: [
      arrivingAs(request(SOURCE, mixed).goesThrough('outbound|80||edition.cnn.com'), '1.1'),
      arrivingAs(request(SOURCE, `http://${feed}`).goesThrough(toFeed), '1.1'),
      arrivingAs(request(SOURCE, `http://${feedTls}`).goesThrough(toFeedTls), '1.1'),
      arrivingAs(request(SOURCE, `http://${quotes}`).goesThrough('outbound|8080||a.example.net'), '1.1'),
    ],
  },
  {
    because: 'With useClientProtocol, a WebSocket opens, and its messages pass in both directions.',
    expect: [
      arrivingAs(request(SOURCE, `ws://${feed}`).goesThrough(toFeed), '1.1'),
      arrivingAs(request(SOURCE, `ws://${feedTls}`).goesThrough(toFeedTls), '1.1'),
    ],
  },
  {
    because: 'Without an option, a request in HTTP/2 reaches the host in HTTP/1.1.',
    expect: [
      keeping(
        arrivingAs(request(SOURCE, byDefault, HTTP2).goesThrough('outbound|50051||b.example.net'), '1.1'),
        'host',
      ),
    ],
  },
  {
    because: 'A TCP route carries a PostgreSQL connection, which starts in plain text or with TLS.',
    closes: ['B61'],
    expect: [
      tcpRequest(SOURCE, postgres).goesThrough('outbound|5432||pg.example.org'),
      tcpRequest(SOURCE, directTls).goesThrough('outbound|5432||pg.example.org'),
    ],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'A client that is no source gets the status of its protocol.',
    expect: [
      request(OTHER, `grpc://${grpc}/bank.Ledger/Watch`).isRefusedByPolicy(),
      request(OTHER, ledger).isRefusedByPolicy(),
      request(OTHER, mixedGrpc).isRefusedByPolicy(),
      request(OTHER, mixed).isRefusedByPolicy(),
      request(OTHER, `ws://${feed}`).isRefusedByPolicy(),
      request(OTHER, `ws://${feedTls}`).isRefusedByPolicy(),
      tcpRequest(OTHER, postgres).isRefusedInHandshake(),
    ],
  },
  {
    because: 'A route with operations refuses other methods of gRPC.',
    expect: [request(SOURCE, 'grpc://api.example.org:50051/bank.Admin/Close').isRefusedByPolicy()],
  },
  {
    because: 'A route with operations refuses an upgrade, although the route keeps the protocol of the application.',
    closes: ['B48'],
    expect: [request(SOURCE, `ws://${quotes}`).isRefusedByPolicy()],
  },
  {
    because: 'Without useClientProtocol, no WebSocket opens.',
    expect: [request(SOURCE, `ws://b.example.net:50051/`).isBlocked()],
  },
];

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).flatMap(
  (outboundTrafficPolicy): ConformanceCase[] => [
    {
      title: `Streams of gRPC, WebSockets and PostgreSQL leave through the gateway, under ${outboundTrafficPolicy}`,
      outboundTrafficPolicy,
      stages: [{ title: 'The manifests are applied', apply: 'main', expect: [...allowed, ...refused] }],
    },
    {
      title: `A TLS route carries TLS from the first byte on, under ${outboundTrafficPolicy}`,
      outboundTrafficPolicy,
      stages: [
        {
          title: 'The manifests are applied',
          apply: 'direct',
          expect: [
            {
              because: 'A client that starts with TLS leaves through the gateway.',
              expect: [request(SOURCE, directTls).goesThrough('outbound|5432||pg.example.org')],
            },
            {
              because: 'A client that starts with TLS and is no source is refused.',
              closes: ['B13'],
              expect: [request(OTHER, directTls).isRefusedByPolicy()],
            },
            plainStart(outboundTrafficPolicy),
          ],
        },
      ],
    },
  ],
);

/** A client that starts in plain text on the port of a TLS route. */
function plainStart(outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation> {
  const asked = tcpRequest(SOURCE, postgres);
  return outboundTrafficPolicy === 'ALLOW_ANY'
    ? {
        because: 'Under ALLOW_ANY, a client that starts in plain text bypasses a TLS route.',
        remains: ['B61'],
        expect: [asked.goesDirectly()],
      }
    : {
        because: 'Under REGISTRY_ONLY, a client that starts in plain text is blocked.',
        closes: ['B61'],
        expect: [asked.isBlocked()],
      };
}

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
