import { ConformanceCase, Expectation, losing, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { clientCertificate, privateAuthority, publicAuthority } from '../../test/conformance/cases/secret';

const GATEWAY = 'istio-system';
const SECRETS = [privateAuthority(GATEWAY, 'private-ca'), clientCertificate(GATEWAY, 'bank-client')];
const NO_SECRETS = ['private-ca', 'bank-client'].map((name) => `delete secret ${name} -n ${GATEWAY}`);

/** A DestinationRule of a team, beside the ServiceEntry of the host. */
const TENANT = 'test/conformance/cases/fixtures/tenant-unverified.yaml';

const api = 'http://api.example.org/v1/orders';
const privateHost = 'http://private.example.org/';
const bank = 'http://www.example.com/';
const misnamed = 'http://misnamed.example.org/';

const CLIENTS = ['default/curl', 'test-egress/curl'];

const through: readonly Expectation[] = CLIENTS.flatMap((client) => [
  request(client, api).goesThrough('outbound|80||api.example.org'),
  request(client, privateHost).goesThrough('outbound|80||private.example.org'),
  request(client, bank).goesThrough('outbound|80||www.example.com'),
  request(client, 'https://api.example.org/v2').goesThrough('outbound|443||api.example.org'),
]);

/** Requests with a port in the Host, which is the same host, and with HEAD, which is an allowed method. */
const alsoThrough: readonly Expectation[] = [
  losing(
    request('default/curl', api, '--header', 'x_original_url: /v2').goesThrough('outbound|80||api.example.org'),
    'x_original_url',
  ),
  request('default/curl', api, '--header', 'host: api.example.org:80').goesThrough('outbound|80||api.example.org'),
  request('default/curl', api, '--head').goesThrough('outbound|80||api.example.org'),
  request('default/curl', privateHost, '--header', 'host: private.example.org:80').goesThrough(
    'outbound|80||private.example.org',
  ),
  request('default/curl', bank, '--header', 'host: www.example.com:80').goesThrough('outbound|80||www.example.com'),
  // A route without allowed operations.
  request('default/curl', `${privateHost}a%2fb`).goesThrough('outbound|80||private.example.org'),
];

const outOfBounds: readonly Expectation[] = CLIENTS.flatMap((client) => [
  request(client, api, '--request', 'DELETE').isRefusedByPolicy(),
  request(client, 'http://api.example.org/v2').isRefusedByPolicy(),
  request(client, 'http://api.example.org/v1/..%2fv2', '--path-as-is').isAnswered(400, 'path_normalization_failed'),
]);

/** Requests of a service account that is no source. */
const others: readonly Expectation[] = [api, privateHost, bank, 'https://api.example.org/v2'].map((url) =>
  request('default/reports', url).isRefusedByPolicy(),
);

/** Requests with a trailing dot in the Host, which is another host. */
const otherHosts: readonly Expectation[] = [
  request('default/curl', api, '--header', 'host: api.example.org.').isRefusedByPolicy(),
  request('default/curl', privateHost, '--header', 'host: private.example.org.').isRefusedByPolicy(),
  request('default/curl', bank, '--header', 'host: www.example.com.').isRefusedByPolicy(),
];

const verified = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((outboundTrafficPolicy): ConformanceCase => ({
  title: `tls from the gateway on, under ${outboundTrafficPolicy}`,
  outboundTrafficPolicy,
  stages: [
    {
      title: 'applied',
      kubectl: SECRETS,
      apply: 'main',
      expect: [
        ...through,
        ...alsoThrough,
        ...outOfBounds,
        ...others,
        ...otherHosts,
        request('test-egress/plain', api).isBlocked(7),
      ],
    },
    { title: 'deleted', kubectl: NO_SECRETS, delete: 'main' },
  ],
}));

export const cases: readonly ConformanceCase[] = [
  ...verified,
  {
    title: 'hosts that are not who they should be',
    stages: [
      {
        title: 'applied',
        apply: 'refused',
        warming: true,
        expect: [
          request('default/curl', privateHost).isAnswered(503, 'CERTIFICATE_VERIFY_FAILED'),
          request('default/curl', misnamed).isAnswered(503, 'SAN_matcher'),
          request('default/curl', bank).isAnswered(503, 'upstream_reset'),
          request('default/curl', api).isAnswered(503, 'PROTOCOL_VERSION'),
          request('default/curl', 'http://edition.cnn.com/').isAnswered(503, '"edition.cnn.com"'),
        ],
      },
      {
        title: 'the secret comes',
        kubectl: [publicAuthority(GATEWAY, 'not-there-yet')],
        expect: [request('default/curl', 'http://edition.cnn.com/').goesThrough('outbound|80||edition.cnn.com')],
      },
      {
        title: 'a team verifies nothing',
        kubectl: [`apply -f ${TENANT}`],
        expect: [request('default/curl', misnamed).isAnswered(503, 'SAN_matcher')],
      },
      {
        title: 'nothing is verified',
        kubectl: [`delete -f ${TENANT}`, 'apply -f test/conformance/cases/fixtures/unverified.yaml'],
        expect: [request('default/curl', misnamed).goesThrough('outbound|80||misnamed.example.org')],
      },
      { title: 'deleted', kubectl: [`delete secret not-there-yet -n ${GATEWAY}`], delete: 'refused' },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
