import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const https = 'https://edition.cnn.com/politics';

const expected: readonly Group<Expectation>[] = [
  {
    because: 'The test of the example asserts that test-egress reaches the host through the gateway.',
    expect: [request('test-egress/curl', https).goesThrough('outbound|443||edition.cnn.com')],
  },
  {
    because: 'The test of the example asserts that other namespaces are denied.',
    expect: [request('default/curl', https).isRefusedByPolicy()],
  },
  {
    because: 'The test of the example asserts that test-egress reaches no other host, and no host directly.',
    expect: [
      request('test-egress/curl', 'https://www.example.com/').isBlocked(),
      request('test-egress/plain', https).isBlocked(7),
    ],
  },
];

export const cases: readonly ConformanceCase[] = [
  {
    title: 'The ways of requests are those that the test of the example asserts',
    stages: [
      { title: 'The manifests are applied', apply: 'main', expect: expected },
      { title: 'The manifests are deleted', delete: 'main' },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
