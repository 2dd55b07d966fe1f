import { ConformanceCase, Expectation, Request, request, Stage } from '../../test/conformance/cases/case';
import { bringing, tunnelled } from '../../test/conformance/cases/expected';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';
import { headerValue, otherHeaderValue } from '../../test/conformance/cases/secret';
import { virtualService } from '../../test/conformance/cases/tenant-objects';
import { changes, creates, Wish } from '../../test/conformance/cases/wish';

const NAMESPACE = 'istio-egress';
const GATEWAY = `${NAMESPACE}/egress`;

const api = 'http://api.example.org/';
const news = 'http://edition.cnn.com/';
const web = 'http://www.example.com/';
const OWN = ['--header', 'authorization: own', '--header', 'x-api-key: own'];

const CLIENTS = ['default/curl', 'test-egress/curl'];

const through = (asked: Request, host: string): Expectation => asked.goesThrough(`outbound|80||${host}`, GATEWAY);

/** The host sees the proxy, and the proxy sees no header of the request. */
const throughProxy = (asked: Request): Expectation =>
  tunnelled(through(asked, 'edition.cnn.com'), 'edition.cnn.com:443');

const others: Group<Expectation> = {
  because: 'A host without a credential receives the headers of the application only, and needs no Secret.',
  expect: [
    through(request('test-egress/curl', web), 'www.example.com'),
    through(request('test-egress/curl', web, ...OWN), 'www.example.com'),
  ],
};

const noTrace: Group<Expectation> = {
  because: 'The gateway refuses TRACE, with which a host returns the credential to the application.',
  expect: [
    request('default/curl', api, '--request', 'TRACE').isRefusedByPolicy(),
    request('test-egress/curl', news, '--request', 'TRACE').isRefusedByPolicy(),
  ],
};

const denied: Group<Expectation> = {
  because:
    'A caller that is no source, a method that is not allowed and a pod without a sidecar act with no credential.',
  expect: [
    request('default/reports', api).isRefusedByPolicy(),
    request('default/reports', news).isRefusedByPolicy(),
    request('test-egress/curl', news, '--request', 'POST').isRefusedByPolicy(),
    request('test-egress/plain', api).isBlocked(7),
  ],
};

/** The gateway sets the headers to these values. */
function withValues(authorization: string, key: string): Group<Expectation> {
  return {
    because: 'The host receives the credential of the Secret, also in place of a header of the application.',
    expect: CLIENTS.flatMap((client) => [
      bringing(through(request(client, api), 'api.example.org'), { authorization }),
      bringing(through(request(client, api, ...OWN), 'api.example.org'), { authorization }),
      bringing(throughProxy(request(client, news)), { 'x-api-key': key }),
      bringing(throughProxy(request(client, news, ...OWN)), { 'x-api-key': key }),
    ]),
  };
}

const withoutValues: Group<Expectation> = {
  because: 'Without the Secret, the gateway answers, and the host receives no request.',
  expect: CLIENTS.flatMap((client) => [
    request(client, api).isAnswered(401, 'failed_to_inject_credential'),
    request(client, api, ...OWN).isAnswered(401, 'failed_to_inject_credential'),
    request(client, news).isAnswered(401, 'failed_to_inject_credential'),
  ]),
};

const SERVER = `${NAMESPACE}/egress-server-api-example-org`;
const ROUTE = ['virtualservice', 'egress-route-api-example-org', '--namespace', 'default'];

const tenants: Group<Wish> = {
  because: 'The policies refuse a VirtualService of a tenant that decides where the gateway sends a credential.',
  closes: ['B63'],
  expect: [
    creates('a VirtualService of the server of a credential', {
      ...virtualService(['api.example.org'], 'www.example.com', { gateways: [SERVER] }),
      metadata: { name: 'it', namespace: 'default' },
    }).isRefused('only platform subjects may use the Gateways of istio-egress'),
    changes('another destination of a credential', ROUTE, {
      spec: { gateways: [SERVER], http: [{ route: [{ destination: { host: 'www.example.com' } }] }] },
    }).isRefused('hosts of a VirtualService for the mesh must be Services of its own namespace'),
  ],
};

/** The destination of the requests that the gateway sends with a credential. */
const sentTo = (host: string): string =>
  `patch ${ROUTE.join(' ')} --type=json --patch=${JSON.stringify([
    { op: 'replace', path: '/spec/http/1/route/0/destination/host', value: host },
  ])}`;

const never = {
  because: 'No request leaves directly during the change.',
  expect: CLIENTS.map((client) => request(client, api)),
};

/** The template of pods that an earlier version of the program wrote: without the volume and its labels. */
const EARLIER = [
  ['remove', '/spec/template/spec/volumes'],
  ['remove', '/spec/template/spec/containers/0/volumeMounts'],
  ['remove', '/spec/template/metadata/labels/egress-credential-authorization_api-token'],
  ['remove', '/spec/template/metadata/labels/egress-credential-api_key_news.keys'],
].map(([op, path]) => ({ op, path }));

/** Removes the first source of the host without a credential. */
const NO_SOURCE = `patch authorizationpolicy egress-allow-www-example-com -n ${NAMESPACE} --type=json --patch=${JSON.stringify(
  [{ op: 'remove', path: '/spec/rules/0/from/0/source/principals/0' }],
)}`;

const SECRETS = [
  headerValue(NAMESPACE, 'api-token', 'authorization', 'first-token'),
  headerValue(NAMESPACE, 'news.keys', 'api_key', 'first-key'),
];

function stages(): readonly Stage[] {
  return [
    {
      title: 'The manifests are applied before their Secrets',
      apply: 'main',
      expect: [withoutValues, others, denied],
      unreached: {
        because: 'The host of a credential sees no connection without the credential.',
        expect: ['api.example.org', 'edition.cnn.com', 'proxy.example.org'],
      },
    },
    {
      title: 'The Secrets are created',
      kubectl: SECRETS,
      expect: [withValues('first-token', 'first-key'), others, denied, noTrace],
      wishes: [tenants],
      undisclosed: {
        because: 'The credential is in no configuration of the gateway, and in no log.',
        expect: ['first-token', 'first-key'],
      },
    },
    {
      title: 'A subject that the policies admit sends the requests to another host',
      kubectl: [sentTo('www.example.com')],
      expect: [
        {
          because: 'The gateway sets the credential before it chooses the destination.',
          remains: ['B63'],
          expect: [
            bringing(through(request('default/curl', api), 'www.example.com'), { authorization: 'first-token' }),
          ],
        },
      ],
    },
    {
      title: 'A Secret is changed',
      kubectl: [sentTo('api.example.org'), otherHeaderValue(NAMESPACE, 'api-token', 'authorization', 'second-token')],
      expect: [withValues('second-token', 'first-key')],
    },
    {
      title: 'The pods are those of an earlier version without the volume',
      kubectl: [`patch deployment egress -n ${NAMESPACE} --type=json --patch=${JSON.stringify(EARLIER)}`],
      neverDirectly: never,
      expect: [
        {
          because: 'Pods without the volume have no server for the host of a credential, and serve all other hosts.',
          expect: CLIENTS.flatMap((client) => [
            request(client, api).isAnswered(503),
            request(client, api, ...OWN).isAnswered(503),
            request(client, news).isAnswered(503),
          ]),
        },
        others,
      ],
    },
    {
      title: 'The pods are replaced by those with the volume',
      apply: 'main',
      neverDirectly: never,
      expect: [withValues('second-token', 'first-key'), others],
    },
    {
      title: 'The Secrets are deleted, and a source of another host is removed',
      kubectl: [...['api-token', 'news.keys'].map((name) => `delete secret ${name} -n ${NAMESPACE}`), NO_SOURCE],
      expect: [
        withoutValues,
        {
          because:
            'While a Secret is missing, the gateway accepts changes for other hosts: a removed source is refused.',
          expect: [request('default/curl', web).isRefusedByPolicy()],
        },
        others,
      ],
    },
    { title: 'The manifests are deleted', delete: 'main' },
  ];
}

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `The gateway adds a credential that no application has, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: stages(),
  }),
);

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: { namespace: NAMESPACE, labels: { istio: 'dedicated-egress' } },
    allows: DEFAULT_ALLOWS,
  },
];
