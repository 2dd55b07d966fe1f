import { ConformanceCase, Expectation, request, Stage, tcpRequest } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

/** Pods of the namespace of the direct hosts, with and without a sidecar. */
const CLIENT = 'test-egress/curl';
const PLAIN = 'test-egress/plain';
/** Pods of other namespaces: with a sidecar, and in a locked-down namespace. */
const OTHER = 'default/curl';
const CLOSED = 'databases/server';

const store = 'https://s3.example.com/';
const bucket = 'https://logs.s3.example.com/';
const console = 'http://images.example.com/';
const backup = 'http://203.0.113.65:22/';
const bank = 'https://www.example.com/';
/** A host in the ranges, whose name is not declared. */
const inRange = 'https://npm.packages.example.com/';
/** A name of the store, at an address outside the ranges. */
const elsewhere = [bucket, '--resolve', 'logs.s3.example.com:443:203.0.113.11'] as const;

const routed: Group<Expectation> = {
  because: 'A host with a route leaves through the gateway.',
  expect: [request(CLIENT, bank).goesThrough('outbound|443||www.example.com')],
};

const stores: Group<Expectation> = {
  because: 'The sidecars of the named namespace import the hosts, and connect directly.',
  expect: [request(CLIENT, store).goesDirectly(), request(CLIENT, bucket).goesDirectly()],
};

const main: Stage = {
  title: 'The manifests are applied',
  apply: 'main',
  expect: [
    routed,
    stores,
    {
      because: 'The sidecars identify plain HTTP by the Host header, and TCP by the ranges.',
      expect: [request(CLIENT, console).goesDirectly(), tcpRequest(CLIENT, backup).goesDirectly()],
    },
    {
      because: 'The ServiceEntries are visible to the named namespace only, and other sidecars refuse the hosts.',
      closes: ['B66'],
      expect: [
        ...[store, bucket, console].map((url) => request(OTHER, url).isBlocked()),
        tcpRequest(OTHER, backup).isBlocked(),
      ],
    },
    {
      because: 'The lockdown of another namespace does not open the ranges.',
      closes: ['B66'],
      expect: [store, bucket, console, backup].map((url) => request(CLOSED, url).isBlocked()),
    },
    {
      because: 'The lockdown opens no other port of the ranges, and no other range.',
      closes: ['B66'],
      expect: [
        request(PLAIN, 'http://s3.example.com/').isBlocked(),
        request(PLAIN, 'https://images.example.com/').isBlocked(),
        request(PLAIN, bank).isBlocked(),
        request(PLAIN, ...elsewhere).isBlocked(),
      ],
    },
    {
      because: 'The sidecar refuses another name in the ranges, and a name of the wildcard at another address.',
      closes: ['B66'],
      expect: [request(CLIENT, inRange).isBlocked(), request(CLIENT, ...elsewhere).isBlocked()],
    },
    {
      because: 'The ranges are open to every pod of the named namespace, and for every server in the ranges.',
      remains: ['B66'],
      expect: [request(PLAIN, store).goesDirectly(), request(PLAIN, inRange).goesDirectly()],
    },
  ],
};

const strict = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Stage => ({
  title: 'The manifests are applied',
  apply: 'strict',
  expect: [
    routed,
    stores,
    {
      because:
        'Another name in the ranges, and a name of the wildcard at another address, are unknown and end at the gateway.',
      closes: ['B20'],
      expect: [
        request(CLIENT, inRange).endsAtTheGateway('filter_chain_not_found'),
        request(CLIENT, ...elsewhere).endsAtTheGateway('filter_chain_not_found'),
      ],
    },
    outboundTrafficPolicy === 'REGISTRY_ONLY'
      ? {
          because: 'Under REGISTRY_ONLY, the sidecars of other namespaces refuse hosts that they do not see.',
          closes: ['B66'],
          expect: [request(OTHER, store).isBlocked(), request(OTHER, bucket).isBlocked()],
        }
      : {
          because: 'Under ALLOW_ANY, the sidecars of a namespace without a lockdown connect to every host.',
          remains: ['B66'],
          expect: [request(OTHER, store).goesDirectly(), request(OTHER, bucket).goesDirectly()],
        },
  ],
});

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).flatMap(
  (outboundTrafficPolicy) => [
    {
      title: `One namespace reaches an object store without the gateway, under ${outboundTrafficPolicy}`,
      outboundTrafficPolicy,
      stages: [main],
    },
    {
      title: `A namespace with an egress proxy reaches an object store without the gateway, under ${outboundTrafficPolicy}`,
      outboundTrafficPolicy,
      stages: [strict(outboundTrafficPolicy)],
    },
  ],
);

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'databases', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
