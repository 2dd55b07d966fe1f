import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { keeping, losing } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { clientCertificate, privateAuthority, publicAuthority } from '../../test/conformance/cases/secret';

const GATEWAY = 'istio-system';
const SECRETS = [privateAuthority(GATEWAY, 'private-ca'), clientCertificate(GATEWAY, 'bank-client')];
const NO_SECRETS = ['private-ca', 'bank-client'].map((name) => `delete secret ${name} -n ${GATEWAY}`);

/** A DestinationRule of a team, beside the ServiceEntry of the host. */
const TENANT = 'test/conformance/cases/fixtures/tenant-unverified.yaml';

/** A DestinationRule for the host that an earlier version wrote. */
const OLDER = 'test/conformance/cases/fixtures/older-origination.yaml';

const api = 'http://api.example.org/v1/orders';
const privateHost = 'http://private.example.org/';
const bank = 'http://www.example.com/';
const misnamed = 'http://misnamed.example.org/';

/** A DestinationRule of a team that speaks HTTP/1.1 to the gateway. */
const OWN_PROTOCOL = 'test/conformance/cases/fixtures/tenant-own-protocol.yaml';

/** The request of a browser for a WebSocket. */
const UPGRADE = [
  'connection: Upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
].flatMap((header) => ['--header', header]);

/** Headers that servers, frameworks or proxies read as another method, path, host or scheme. */
const OVERRIDES = [
  'base-url',
  'destination',
  'request-uri',
  'x-accel-mapping',
  'x-astro-path',
  'x-forwarded-request-uri',
  'x-forwarded-scheme',
  'x-forwarded-server',
  '$wssn',
  'x-http-host-override',
  'x-http-method-override',
  'x-http-path',
  'x-matched-path',
  'x-original-url',
  'x-path',
  'x-url-scheme',
];
const OVERRIDING = OVERRIDES.flatMap((name) => ['--header', `${name}: /v2`]);

const CLIENTS = ['default/curl', 'test-egress/curl'];

const through: readonly Group<Expectation>[] = [
  {
    because: 'The gateway originates TLS to the host, with the CA, version and client certificate of the route.',
    expect: CLIENTS.flatMap((client) => [
      request(client, api).goesThrough('outbound|80||api.example.org'),
      request(client, privateHost).goesThrough('outbound|80||private.example.org'),
      request(client, bank).goesThrough('outbound|80||www.example.com'),
    ]),
  },
  {
    because: 'The gateway passes the TLS of the application to the same host.',
    expect: CLIENTS.map((client) =>
      request(client, 'https://api.example.org/v2').goesThrough('outbound|443||api.example.org'),
    ),
  },
  {
    because: 'A port in the Host identifies the same host.',
    expect: [
      request('default/curl', api, '--header', 'host: api.example.org:80').goesThrough('outbound|80||api.example.org'),
      request('default/curl', privateHost, '--header', 'host: private.example.org:80').goesThrough(
        'outbound|80||private.example.org',
      ),
      request('default/curl', bank, '--header', 'host: www.example.com:80').goesThrough('outbound|80||www.example.com'),
    ],
  },
  {
    because: 'The route allows the method HEAD, and a route without allowed operations allows every path.',
    expect: [
      request('default/curl', api, '--head').goesThrough('outbound|80||api.example.org'),
      request('default/curl', `${privateHost}a%2fb`).goesThrough('outbound|80||private.example.org'),
    ],
  },
  {
    because: 'The gateway removes headers that a server could read as another method, path, host or scheme.',
    closes: ['B39'],
    expect: [
      losing(request('default/curl', api, ...OVERRIDING).goesThrough('outbound|80||api.example.org'), ...OVERRIDES),
      losing(
        request('default/curl', api, '--header', 'x-middleware-subrequest: /').goesThrough(
          'outbound|80||api.example.org',
        ),
        'x-middleware-subrequest',
      ),
      losing(
        request('default/curl', api, '--header', 'x_original_url: /v2').goesThrough('outbound|80||api.example.org'),
        'x_original_url',
      ),
    ],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The gateway refuses methods and paths that the route does not allow.',
    closes: ['B39'],
    expect: CLIENTS.flatMap((client) => [
      request(client, api, '--request', 'DELETE').isRefusedByPolicy(),
      request(client, 'http://api.example.org/v2').isRefusedByPolicy(),
      request(client, 'http://api.example.org/v1/..%2fv2', '--path-as-is').isAnswered(400, 'path_normalization_failed'),
    ]),
  },
  {
    because: 'The gateway refuses a service account that is no source of the routes.',
    expect: [api, privateHost, bank, 'https://api.example.org/v2'].map((url) =>
      request('default/reports', url).isRefusedByPolicy(),
    ),
  },
  {
    because: 'A trailing dot makes another Host, which the policy of the route refuses.',
    closes: ['B9', 'B40'],
    expect: [
      request('default/curl', api, '--header', 'host: api.example.org.').isRefusedByPolicy(),
      request('default/curl', privateHost, '--header', 'host: private.example.org.').isRefusedByPolicy(),
      request('default/curl', bank, '--header', 'host: www.example.com.').isRefusedByPolicy(),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', api).isBlocked(7)],
  },
];

const upgrades: readonly Group<Expectation>[] = [
  {
    because:
      'The gateway refuses an upgrade on a route with operations: the bytes after the upgrade have no method or path.',
    closes: ['B48'],
    expect: [request('test-egress/curl', api, ...UPGRADE).isRefusedByPolicy('"GET /v1/orders')],
  },
  {
    because: 'Clients that offer HTTP/2 by an upgrade, as curl and Java do, get their answer: proxies drop the offer.',
    expect: [request('test-egress/curl', api, '--http2').goesThrough('outbound|80||api.example.org')],
  },
  {
    because: 'A route without operations forwards an upgrade.',
    expect: [
      keeping(
        request('test-egress/curl', privateHost, ...UPGRADE).goesThrough('outbound|80||private.example.org'),
        'upgrade',
      ),
    ],
  },
];

const verified = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `The gateway originates TLS to the hosts, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'The manifests are applied after their Secrets',
      kubectl: SECRETS,
      apply: 'main',
      expect: [...through, ...refused],
    },
    {
      title: 'A team speaks HTTP/1.1 to the gateway, in which a request can become a WebSocket',
      kubectl: [`apply -f ${OWN_PROTOCOL}`],
      expect: upgrades,
    },
    {
      title: 'The manifests are deleted',
      kubectl: [...NO_SECRETS, `delete -f ${OWN_PROTOCOL}`],
      delete: 'main',
    },
  ],
}));

export const cases: readonly ConformanceCase[] = [
  ...verified,
  {
    title: 'The gateway sends no request to a host that it cannot verify',
    stages: [
      {
        title: 'The manifests are applied beside a rule of version 0.4, and one Secret is missing',
        kubectl: [`apply -f ${OLDER}`],
        apply: 'refused',
        warming: true,
        expect: [
          {
            because: 'The gateway verifies the CA and the name in the certificate of the host.',
            closes: ['B38'],
            expect: [
              request('default/curl', privateHost).isAnswered(503, 'CERTIFICATE_VERIFY_FAILED'),
              request('default/curl', misnamed).isAnswered(503, 'SAN_matcher'),
            ],
          },
          {
            because: 'TLS to the host fails without the client certificate or the TLS version of the host.',
            expect: [
              request('default/curl', bank).isAnswered(503, 'upstream_reset'),
              request('default/curl', api).isAnswered(503, 'PROTOCOL_VERSION'),
            ],
          },
          {
            because: 'The gateway sends no plain text while the Secret of a host is missing.',
            closes: ['B37'],
            expect: [request('default/curl', 'http://edition.cnn.com/').isAnswered(503, '"edition.cnn.com"')],
          },
        ],
      },
      {
        title: 'The missing Secret is created, and the rule of version 0.4 is deleted',
        kubectl: [publicAuthority(GATEWAY, 'not-there-yet'), `delete -f ${OLDER}`],
        expect: [
          {
            because: 'The DestinationRule of the host applies with and without the rule of version 0.4.',
            expect: [request('default/curl', misnamed).isAnswered(503, 'SAN_matcher')],
          },
          {
            because: 'The gateway originates TLS once the Secret of the host exists.',
            expect: [request('default/curl', 'http://edition.cnn.com/').goesThrough('outbound|80||edition.cnn.com')],
          },
        ],
      },
      {
        title: 'A team applies a DestinationRule that disables verification',
        kubectl: [`apply -f ${TENANT}`],
        expect: [
          {
            because:
              'The gateway uses the DestinationRule of its own namespace, and verifies the certificate of the host.',
            closes: ['B17'],
            expect: [request('default/curl', misnamed).isAnswered(503, 'SAN_matcher')],
          },
        ],
      },
      {
        title: 'A DestinationRule for the pods of the gateway disables verification',
        kubectl: [`delete -f ${TENANT}`, 'apply -f test/conformance/cases/fixtures/unverified.yaml'],
        expect: [
          {
            because:
              'A DestinationRule that selects the pods of the gateway, in their namespace, decides how they connect to the host.',
            remains: ['B17'],
            expect: [request('default/curl', misnamed).goesThrough('outbound|80||misnamed.example.org')],
          },
        ],
      },
      { title: 'The manifests are deleted', kubectl: [`delete secret not-there-yet -n ${GATEWAY}`], delete: 'refused' },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
