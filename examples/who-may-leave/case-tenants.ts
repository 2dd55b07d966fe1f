/**
 * Attempts of a team to bypass the gateway with objects of its own, in a locked-down namespace and in a namespace without a
 * lockdown. The last stages show attempts that only RBAC or admission can stop.
 */
import { ConformanceCase, Expectation, ofNoRoute, request, Stage } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { applied, onlyWithoutLockdown, taken } from './case-fixtures';

const http = 'http://edition.cnn.com/';
const tls = 'https://edition.cnn.com/';
const all = 'https://www.example.com/';

/** A source of edition.cnn.com, in a locked-down namespace. */
const LOCKED = 'test-egress/curl';
/** A client that is no source, in a namespace without a lockdown. */
const FREE = 'default/curl';

const openSidecar: Stage = {
  title: 'A team applies a Sidecar with ALLOW_ANY and a ServiceEntry',
  kubectl: applied('tenant-sidecar'),
  expect: onlyWithoutLockdown(
    ['B16'],
    'The lockdown blocks hosts that a Sidecar and a ServiceEntry of the team open to its sidecars.',
    [
      ['curl', 'http://a.example.net/'],
      ['curl', 'https://a.example.net/'],
      ['curl', 'http://b.example.net/'],
      ['curl', 'https://b.example.net/'],
    ],
  ),
};

const services = (mode: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Stage => ({
  title: 'A team applies Services with external addresses',
  kubectl: [...taken('tenant-sidecar'), ...applied('tenant-services')],
  expect: [
    ...onlyWithoutLockdown(['B25'], 'The lockdown blocks external addresses behind Services of the team.', [
      ['plain', 'http://alias/'],
      ['plain', 'http://smuggler/'],
      ['curl', 'http://smuggler/'],
    ]),
    // An alias of an undeclared host is undeclared too.
    ...ofNoRoute(mode, FREE, [request(FREE, 'http://alias/'), request(LOCKED, 'http://alias/')], ['B25']),
  ],
});

/** The gateway refuses the declared hosts of a client that does not present a certificate of the mesh. */
const noCertificate = (because: string): Group<Expectation>[] => [
  { because, closes: ['B11', 'B17'], expect: [http, tls, all].map((url) => request(LOCKED, url).isBlocked()) },
];

const hop: readonly Stage[] = [
  {
    title: 'A team applies a DestinationRule without mTLS for the gateway',
    kubectl: [...taken('tenant-services'), ...applied('tenant-plain-hop', 'test-egress')],
    expect: noCertificate('The gateway accepts no plain text from a sidecar.'),
  },
  {
    title: 'A team applies a DestinationRule with TLS and without a certificate of the mesh for the gateway',
    kubectl: [...taken('tenant-plain-hop', 'test-egress'), ...applied('tenant-unverified-hop', 'test-egress')],
    expect: noCertificate('The gateway accepts no TLS without a certificate of the mesh from a sidecar.'),
  },
];

const outerNames: Stage = {
  title: 'A team sends other hosts to the gateway with the outer SNI of declared hosts',
  kubectl: [...taken('tenant-unverified-hop', 'test-egress'), ...applied('tenant-outer-names')],
  expect: [
    {
      because: 'The gateway sends a request to the address of the host in the outer SNI, whatever the inner SNI is.',
      closes: ['B8'],
      expect: [
        ...[FREE, LOCKED].map((client) => request(client, 'https://a.example.net/').goesThrough('203.0.113.11:443')),
        request(LOCKED, 'https://b.example.net/').goesThrough('203.0.113.10:443'),
      ],
    },
    {
      because: 'The gateway refuses a client that is no source of the host in the outer SNI.',
      closes: ['B8', 'B17'],
      expect: [request(FREE, 'https://b.example.net/').isRefusedByPolicy()],
    },
    {
      because: 'The gateway refuses a Host header of an undeclared host, or of a host with other sources.',
      closes: ['B9'],
      expect: [FREE, LOCKED].flatMap((client) =>
        ['http://b.example.net/', 'http://a.example.net/v1/'].map((url) => request(client, url).isRefusedByPolicy()),
      ),
    },
  ],
};

const ownWay: Stage = {
  title: 'A team applies a VirtualService that routes a declared host directly',
  kubectl: [...taken('tenant-outer-names'), ...applied('tenant-own-way')],
  expect: onlyWithoutLockdown(
    ['B15'],
    'The lockdown blocks the direct way that a VirtualService of the team selects.',
    [
      ['curl', http],
      ['curl', tls],
    ],
  ),
};

const FOR_EVERYBODY = 'test/conformance/cases/fixtures/tenant-for-everybody.yaml';
const forEverybody: Stage = {
  title: 'A team declares and routes a declared host for the whole mesh, later than the library',
  kubectl: [...taken('tenant-own-way'), `apply -f ${FOR_EVERYBODY}`],
  expect: [
    {
      because: "The older ServiceEntry and VirtualService apply, so requests reach the host and not the team's server.",
      closes: ['B15', 'B16'],
      expect: [
        request(LOCKED, http).goesThrough('203.0.113.10:80'),
        request(LOCKED, tls).goesThrough('203.0.113.10:443'),
      ],
    },
    {
      because: 'The gateway refuses a client that is no source of the host, whatever VirtualService a team has.',
      closes: ['B15'],
      expect: [request(FREE, http).isRefusedByPolicy(), request(FREE, tls).isRefusedByPolicy()],
    },
  ],
};

const EXTERNAL_ADDRESS = 'test/conformance/cases/fixtures/tenant-external-address.yaml';
const NAMESPACE = 'test/conformance/cases/fixtures/tenant-namespace.yaml';
const EVERYTHING = 'test/conformance/cases/fixtures/tenant-network-policy.yaml';
const HEADLESS = 'test/conformance/cases/fixtures/tenant-headless.yaml';
const notStopped: readonly Stage[] = [
  {
    title: 'A team applies a headless Service with the address of a declared host',
    kubectl: [`delete -f ${FOR_EVERYBODY}`, `apply -f ${HEADLESS}`],
    expect: [
      {
        because: 'A sidecar sends a request to the headless Service directly, in a namespace without a lockdown.',
        remains: ['B25'],
        expect: [request(FREE, tls).goesDirectly()],
      },
      {
        because: 'The lockdown blocks the direct way to the address of the headless Service.',
        closes: ['B25'],
        expect: [request(LOCKED, tls).isBlocked()],
      },
      {
        because: 'The headless Service has another port, so the route of this port applies.',
        expect: [request(LOCKED, http).goesThrough('203.0.113.10:80')],
      },
    ],
  },
  {
    title: 'A team applies a Service with the address of a declared host as its externalIP',
    kubectl: [`delete -f ${HEADLESS}`, `apply -f ${EXTERNAL_ADDRESS}`],
    // Open connections stay open.
    restart: 'istio-system/istio-egressgateway',
    expect: [
      {
        because: 'A Service with externalIPs receives the requests of the gateway for the address.',
        remains: ['B25'],
        expect: [request(LOCKED, http).isAnswered(503)],
      },
      {
        because: 'The Service has no port 443, so the host receives the requests of this port.',
        expect: [request(LOCKED, tls).goesThrough('203.0.113.10:443')],
      },
    ],
  },
  {
    title: 'A team creates a namespace and a Service with the labels of a declared host name',
    kubectl: [`delete -f ${EXTERNAL_ADDRESS}`, `apply -f ${NAMESPACE}`],
    restart: 'istio-system/istio-egressgateway',
    expect: [
      {
        because: 'The gateway resolves a host with a trailing dot, so no search domain applies to the name.',
        closes: ['B25'],
        expect: [request(LOCKED, http).goesThrough('203.0.113.10:80')],
      },
    ],
  },
  {
    title: 'A team applies a NetworkPolicy that allows everything',
    kubectl: [`delete -f ${NAMESPACE}`, `apply -f ${EVERYTHING}`],
    restart: 'istio-system/istio-egressgateway',
    expect: [
      {
        because: 'NetworkPolicies add up, so a second policy opens the locked-down namespace.',
        remains: ['B24'],
        expect: [request('test-egress/plain', tls).goesDirectly()],
      },
      {
        because: 'The routes send requests of sidecars through the gateway without a lockdown too.',
        expect: [request(LOCKED, http).goesThrough('203.0.113.10:80')],
      },
    ],
  },
];

export const tenants: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((mode) => ({
  title: `Objects of a team bypass the gateway only if admission must reject them, under ${mode}`,
  outboundTrafficPolicy: mode,
  stages: [
    {
      title: 'The manifests are applied',
      apply: 'main',
      expect: [
        {
          because: 'A source of the route reaches its host through the gateway.',
          expect: [request(LOCKED, http).goesThrough('203.0.113.10:80')],
        },
      ],
    },
    openSidecar,
    services(mode),
    ...hop,
    outerNames,
    ownWay,
    forEverybody,
    ...notStopped,
    { title: 'The manifests are deleted', kubectl: [`delete -f ${EVERYTHING}`], delete: 'main' },
  ],
}));
