import { ConformanceCase, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

const bank = 'https://www.example.com/';

/** The pods of the Deployment, under the service account that may use the route. */
const INVOICES = 'test-egress/invoices';
/** Pods of the same namespace, under another service account. */
const OTHERS = 'test-egress/curl';

const allowed = [
  request(INVOICES, bank).goesThrough('outbound|443||www.example.com'),
  request(INVOICES, 'http://server.databases:5432/').goesDirectly(),
];

const refused = [
  request(OTHERS, bank).isRefusedByPolicy(),
  request('default/curl', bank).isRefusedByPolicy(),
  request('test-egress/plain', bank).isBlocked(7),
  request(INVOICES, 'https://edition.cnn.com/').isBlocked(),
  request(INVOICES, 'http://server.databases:8000/').isBlocked(),
  request('test-egress/plain', 'http://server.databases:8000/').isBlocked(7),
];

export const cases: readonly ConformanceCase[] = [
  {
    title: 'a workload of cdk8s-plus',
    stages: [
      {
        title: 'applied',
        apply: 'main',
        running: ['test-egress', 'app=invoices'],
        expect: [...allowed, ...refused],
      },
      { title: 'deleted', delete: 'main' },
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
