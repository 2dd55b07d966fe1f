import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const bank = 'https://www.example.com/';

/** The pods of the Deployment, under the service account that may use the route. */
const INVOICES = 'test-egress/invoices';
/** Pods of the same namespace, under another service account. */
const OTHERS = 'test-egress/curl';

const expected: readonly Group<Expectation>[] = [
  {
    because: 'The service account of cdk8s-plus is a source of the route.',
    expect: [request(INVOICES, bank).goesThrough('outbound|443||www.example.com')],
  },
  {
    because: 'The lockdown allows the peer of cdk8s-plus on its port.',
    expect: [request(INVOICES, 'http://server.databases:5432/').goesDirectly()],
  },
  {
    because: 'No other service account is a source of the route.',
    expect: [request(OTHERS, bank).isRefusedInHandshake(), request('default/curl', bank).isRefusedInHandshake()],
  },
  {
    because: 'The lockdown blocks everything except the gateway and the one port of the peer.',
    expect: [
      request('test-egress/plain', bank).isBlocked(7),
      request(INVOICES, 'https://edition.cnn.com/').isBlocked(),
      request(INVOICES, 'http://server.databases:8000/').isBlocked(),
      request('test-egress/plain', 'http://server.databases:8000/').isBlocked(7),
    ],
  },
];

export const cases: readonly ConformanceCase[] = [
  {
    title: 'A ServiceAccount and a peer of cdk8s-plus work as source and as exception',
    stages: [
      {
        title: 'The manifests are applied',
        apply: 'main',
        running: ['test-egress', 'app=invoices'],
        expect: expected,
      },
      { title: 'The manifests are deleted', delete: 'main' },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: INSTALLED,
    allows: [...DEFAULT_ALLOWS, ['other namespace', '5432/TCP']],
  },
];
