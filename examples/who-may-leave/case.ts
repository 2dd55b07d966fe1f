import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { bypasses } from './case-bypass';
import { sources } from './case-sources';
import { tenants } from './case-tenants';

const cnn = 'https://edition.cnn.com/politics';
const all = 'https://www.example.com/';

/** A client in a namespace without a lockdown, and one in a locked-down namespace: each is the source of one route. */
const FREE = 'default/curl';
const LOCKED = 'test-egress/curl';

const visible: readonly Group<Expectation>[] = [
  {
    because: 'A route with ExportTo.SOURCES is visible to its sources.',
    expect: [
      request(FREE, cnn).goesThrough('outbound|443||edition.cnn.com'),
      request(LOCKED, all).goesThrough('outbound|443||www.example.com'),
    ],
  },
  {
    because:
      'A route with ExportTo.SOURCES is invisible to a locked-down namespace, and the lockdown blocks the direct way.',
    expect: [request(LOCKED, cnn).isBlocked()],
  },
];

export const cases: readonly ConformanceCase[] = [
  ...sources,
  {
    title: 'Routes are visible to their sources only, under REGISTRY_ONLY',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    stages: [
      {
        title: 'The manifests with narrowed routes are applied',
        apply: 'narrowed',
        expect: [
          ...visible,
          {
            because: 'Under REGISTRY_ONLY, the sidecar blocks a host whose route is invisible to its namespace.',
            expect: [request(FREE, all).isBlocked()],
          },
        ],
      },
    ],
  },
  {
    title: 'Routes are visible to their sources only, under ALLOW_ANY',
    stages: [
      {
        title: 'The manifests with narrowed routes are applied',
        apply: 'narrowed',
        expect: [
          ...visible,
          {
            because: 'A host whose route is invisible is open to a namespace without a lockdown under ALLOW_ANY.',
            expect: [request(FREE, all).goesDirectly()],
          },
        ],
      },
    ],
  },
  ...bypasses,
  ...tenants,
];

export const lockdowns: readonly Lockdown[] = ['main', 'narrowed'].map((program) => ({
  program,
  namespace: 'test-egress',
  gateway: INSTALLED,
  allows: DEFAULT_ALLOWS,
}));
