/**
 * Attempts of a team to bypass the gateway with objects of its own, in a locked-down namespace and in a namespace without a
 * lockdown. The last stages show attempts that only RBAC or admission can stop.
 */
import { ConformanceCase, ofNoRoute, request, Stage } from '../../test/conformance/cases/case';
import { applied, onlyWithoutLockdown, taken } from './case-fixtures';

const http = 'http://edition.cnn.com/';
const tls = 'https://edition.cnn.com/';
const all = 'https://www.example.com/';

/** A source of edition.cnn.com, in a locked-down namespace. */
const LOCKED = 'test-egress/curl';
/** A client that is no source, in a namespace without a lockdown. */
const FREE = 'default/curl';

const NONE_OF_THESE = [http, tls, all].map((url) => request(LOCKED, url).isBlocked());

const openSidecar: Stage = {
  title: 'a Sidecar that lets everything out, and a ServiceEntry',
  kubectl: applied('tenant-sidecar'),
  expect: [
    'http://a.example.net/',
    'https://a.example.net/',
    'http://b.example.net/',
    'https://b.example.net/',
  ].flatMap((url) => onlyWithoutLockdown('curl', url)),
};

const services = (mode: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Stage => ({
  title: 'Services that point outside',
  kubectl: [...taken('tenant-sidecar'), ...applied('tenant-services')],
  expect: [
    ...onlyWithoutLockdown('plain', 'http://alias/'),
    ...onlyWithoutLockdown('plain', 'http://smuggler/'),
    ...onlyWithoutLockdown('curl', 'http://smuggler/'),
    // An alias of an undeclared host is undeclared too.
    ...ofNoRoute(mode, FREE, [request(FREE, 'http://alias/'), request(LOCKED, 'http://alias/')]),
  ],
});

const hop: readonly Stage[] = [
  {
    title: 'no mTLS on the way to the gateway',
    kubectl: [...taken('tenant-services'), ...applied('tenant-plain-hop', 'test-egress')],
    expect: NONE_OF_THESE,
  },
  {
    title: 'TLS without a certificate of the mesh on the way to the gateway',
    kubectl: [...taken('tenant-plain-hop', 'test-egress'), ...applied('tenant-unverified-hop', 'test-egress')],
    expect: NONE_OF_THESE,
  },
];

const outerNames: Stage = {
  title: 'other hosts under the outer names of declared ones',
  kubectl: [...taken('tenant-unverified-hop', 'test-egress'), ...applied('tenant-outer-names')],
  expect: [
    // The requests reach the address of the host in the mesh SNI, and only for sources of this host.
    ...[FREE, LOCKED].map((client) => request(client, 'https://a.example.net/').goesThrough('203.0.113.11:443')),
    request(LOCKED, 'https://b.example.net/').goesThrough('203.0.113.10:443'),
    request(FREE, 'https://b.example.net/').isRefusedByPolicy(),
    // The Host header inside names an undeclared host, and a host that is declared for other sources.
    ...[FREE, LOCKED].flatMap((client) =>
      ['http://b.example.net/', 'http://a.example.net/v1/'].map((url) => request(client, url).isRefusedByPolicy()),
    ),
  ],
};

const ownWay: Stage = {
  title: 'a declared host past the gateway',
  kubectl: [...taken('tenant-outer-names'), ...applied('tenant-own-way')],
  expect: [http, tls].flatMap((url) => onlyWithoutLockdown('curl', url)),
};

const FOR_EVERYBODY = 'test/conformance/cases/fixtures/tenant-for-everybody.yaml';
const forEverybody: Stage = {
  title: 'a declared host, declared and routed elsewhere for the whole mesh, later',
  kubectl: [...taken('tenant-own-way'), `apply -f ${FOR_EVERYBODY}`],
  expect: [
    request(LOCKED, http).goesThrough('203.0.113.10:80'),
    request(LOCKED, tls).goesThrough('203.0.113.10:443'),
    request(FREE, http).isRefusedByPolicy(),
    request(FREE, tls).isRefusedByPolicy(),
  ],
};

const EXTERNAL_ADDRESS = 'test/conformance/cases/fixtures/tenant-external-address.yaml';
const NAMESPACE = 'test/conformance/cases/fixtures/tenant-namespace.yaml';
const EVERYTHING = 'test/conformance/cases/fixtures/tenant-network-policy.yaml';
const HEADLESS = 'test/conformance/cases/fixtures/tenant-headless.yaml';
const notStopped: readonly Stage[] = [
  {
    title: 'a headless Service with the address of a declared host, which receives the requests of sidecars',
    kubectl: [`delete -f ${FOR_EVERYBODY}`, `apply -f ${HEADLESS}`],
    expect: [
      request(FREE, tls).goesDirectly(),
      request(LOCKED, tls).isBlocked(),
      request(LOCKED, http).goesThrough('203.0.113.10:80'),
    ],
  },
  {
    title: 'a Service that claims the address of a declared host, which receives the requests of the gateway',
    kubectl: [`delete -f ${HEADLESS}`, `apply -f ${EXTERNAL_ADDRESS}`],
    // Open connections stay open.
    restart: 'istio-system/istio-egressgateway',
    expect: [request(LOCKED, http).isAnswered(503), request(LOCKED, tls).goesThrough('203.0.113.10:443')],
  },
  {
    title: 'a namespace named like a top level domain, which the gateway does not look into',
    kubectl: [`delete -f ${EXTERNAL_ADDRESS}`, `apply -f ${NAMESPACE}`],
    restart: 'istio-system/istio-egressgateway',
    expect: [request(LOCKED, http).goesThrough('203.0.113.10:80')],
  },
  {
    title: 'a NetworkPolicy that allows everything, which opens the namespace',
    kubectl: [`delete -f ${NAMESPACE}`, `apply -f ${EVERYTHING}`],
    restart: 'istio-system/istio-egressgateway',
    expect: [request('test-egress/plain', tls).goesDirectly(), request(LOCKED, http).goesThrough('203.0.113.10:80')],
  },
];

export const tenants: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map((mode) => ({
  title: `objects of a team, under ${mode}`,
  outboundTrafficPolicy: mode,
  stages: [
    { title: 'applied', apply: 'main', expect: [request(LOCKED, http).goesThrough('203.0.113.10:80')] },
    openSidecar,
    services(mode),
    ...hop,
    outerNames,
    ownWay,
    forEverybody,
    ...notStopped,
    { title: 'deleted', kubectl: [`delete -f ${EVERYTHING}`], delete: 'main' },
  ],
}));
