import { ConformanceCase, Expectation, ofNoRoute, request, Stage } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

/** A client in a locked-down namespace, which is a source of the object store. */
const LOCKED = 'test-egress/curl';
/** A client with its own service account, which is a source of the other routes. */
const REPORTS = 'default/reports';
/** A client that is no source. */
const OTHER = 'default/curl';

const FIXTURES = 'test/conformance/cases/fixtures';

const reached: readonly Group<Expectation>[] = [
  {
    because: 'The gateway resolves the SNI of each name below the wildcard, and connects to the address of the name.',
    expect: [
      request(LOCKED, 'https://logs.s3.example.com/').goesThrough('outbound|443||*.s3.example.com'),
      request(LOCKED, 'https://logs.s3.example.com/').goesThrough('203.0.113.50:443'),
      request(LOCKED, 'https://media.s3.example.com/').goesThrough('203.0.113.51:443'),
      request(LOCKED, 'https://LOGS.S3.example.com/').goesThrough('203.0.113.50:443'),
      request(REPORTS, 'https://npm.packages.example.com/').goesThrough('203.0.113.54:443'),
    ],
  },
  {
    because: 'Another port of the wildcard has a route of its own, to that port of the name.',
    expect: [
      request(REPORTS, 'https://logs.s3.example.com:8443/').goesThrough('outbound|8443||*.s3.example.com'),
      request(REPORTS, 'https://logs.s3.example.com:8443/').goesThrough('203.0.113.50:8443'),
    ],
  },
  {
    because: 'A name and a narrower wildcard below the wildcard have routes of their own.',
    expect: [
      request(REPORTS, 'https://audit.s3.example.com/').goesThrough('outbound|443||audit.s3.example.com'),
      request(REPORTS, 'https://logs.eu.s3.example.com/').goesThrough('outbound|443||*.eu.s3.example.com'),
    ],
  },
];

const refused: readonly Group<Expectation>[] = [
  {
    because: 'The gateway refuses clients that are no source of the port of the wildcard.',
    expect: [
      request(OTHER, 'https://logs.s3.example.com/').isRefusedByPolicy(),
      request(REPORTS, 'https://logs.s3.example.com/').isRefusedByPolicy(),
      request(LOCKED, 'https://logs.s3.example.com:8443/').isRefusedInHandshake(),
      request(OTHER, 'https://npm.packages.example.com/').isRefusedInHandshake(),
    ],
  },
  {
    because: 'The sources of a wildcard are no sources of a name or a narrower wildcard with its own route.',
    closes: ['B8'],
    expect: [
      request(LOCKED, 'https://audit.s3.example.com/').isRefusedInHandshake(),
      request(LOCKED, 'https://logs.eu.s3.example.com/').isRefusedInHandshake(),
    ],
  },
  {
    because: 'The lockdown blocks a pod without a sidecar.',
    expect: [request('test-egress/plain', 'https://logs.s3.example.com/').isBlocked(7)],
  },
];

/** Names whose addresses are not of the internet. The client connects to another address: the gateway reads the SNI only. */
const inside = ['metadata', 'apiserver', 'private'].map((name) => {
  const host = `${name}.s3.example.com`;
  return request(LOCKED, `https://${host}/`, '--connect-to', `${host}:443:203.0.113.50:443`);
});

const refusesInside: Group<Expectation> = {
  because: 'The gateway refuses a name below the wildcard whose address is not of the internet.',
  closes: ['B50'],
  expect: inside.map((each) => each.isRefusedByPolicy('rbac_access_denied_matched_policy[none]')),
};

const withoutConnection: Group<string> = {
  because: 'The gateway refuses such a name before any connection.',
  closes: ['B50'],
  expect: ['metadata.s3.example.com'],
};

/** Requests for the bare domain, and for names that have a TLS route only: no route applies. */
const unknown = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Group<Expectation>[] =>
  ofNoRoute(
    outboundTrafficPolicy,
    OTHER,
    [OTHER, LOCKED].flatMap((client) =>
      ['https://s3.example.com/', 'http://logs.s3.example.com/'].map((url) => request(client, url)),
    ),
  );

const otherNames: Stage = {
  title: 'A team sends other names to the gateway with the outer SNI of its wildcard',
  kubectl: [`apply -n test-egress -f ${FIXTURES}/tenant-any-name.yaml`],
  expect: [
    {
      because: 'The gateway accepts names of the wildcard only, where it has checked the sources of the wildcard.',
      closes: ['B8'],
      expect: [
        request(LOCKED, 'https://npm.packages.example.com/').endsAtTheGateway('_any.s3.example.com'),
        request(LOCKED, 'https://www.example.com/').endsAtTheGateway('filter_chain_not_found'),
      ],
    },
    {
      because: 'The gateway checks the first address of a name, and connects to the next one if nothing answers there.',
      remains: ['B50'],
      expect: [request(LOCKED, 'https://several.s3.example.com/').goesThrough('203.0.113.250:443')],
    },
  ],
  unreached: {
    because: 'The gateway connects to no host whose name is no name of the wildcard.',
    closes: ['B8'],
    expect: ['npm.packages.example.com', 'www.example.com'],
  },
};

const otherHost: Stage = {
  title: 'The name of a host resolves to the loopback address of a wildcard, and a team sends other names there',
  kubectl: [`delete -n test-egress -f ${FIXTURES}/tenant-any-name.yaml`, `apply -f ${FIXTURES}/tenant-loop.yaml`],
  expect: [
    {
      because: 'The gateway accepts names of the wildcard from the server of the wildcard only.',
      closes: ['B8', 'B64'],
      expect: [request(OTHER, 'https://logs.s3.example.com/').isRefusedByPolicy('outbound|15444||partner.example.com')],
    },
  ],
  unreached: {
    because: 'The gateway refuses such a connection before it connects to a name of the wildcard.',
    closes: ['B8', 'B64'],
    expect: ['logs.s3.example.com'],
  },
};

const withoutExceptions: Stage = {
  title: 'The ServiceEntries and the VirtualServices of the exceptions are deleted, and their policies remain',
  kubectl: [
    `delete -f ${FIXTURES}/tenant-loop.yaml`,
    'delete serviceentry -n default external-audit-s3-example-com external-any---eu-s3-example-com',
    'delete virtualservice -n default egress-route-audit-s3-example-com egress-route-any---eu-s3-example-com',
  ],
  expect: [
    {
      because:
        'A name or a narrower wildcard with its own policy has no names of the wildcard, also without its route.',
      closes: ['B46'],
      expect: ['audit', 'logs.eu'].map((name) =>
        request(LOCKED, `https://${name}.s3.example.com/`).isRefusedByPolicy('egress-loopback-any---s3-example-com'),
      ),
    },
    {
      because: 'The wildcard serves its other names.',
      expect: [request(LOCKED, 'https://logs.s3.example.com/').goesThrough('203.0.113.50:443')],
    },
  ],
};

const withoutPolicies: Stage = {
  title: 'All policies of the gateway are deleted, as in an app without sources',
  kubectl: ['delete authorizationpolicy -n istio-system --all'],
  restart: 'istio-system/istio-egressgateway',
  expect: [
    {
      because: 'The gateway resolves the names below the wildcard, also without policies.',
      expect: [request(LOCKED, 'https://logs.s3.example.com/').goesThrough('203.0.113.50:443')],
    },
    refusesInside,
  ],
};

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy): ConformanceCase => ({
    title: `TLS to any name below a wildcard leaves through the gateway, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'The manifests are applied',
        apply: 'main',
        expect: [...reached, ...refused, refusesInside, ...unknown(outboundTrafficPolicy)],
        unreached: withoutConnection,
      },
      otherNames,
      otherHost,
      withoutExceptions,
      withoutPolicies,
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
