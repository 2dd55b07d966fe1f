import { ConformanceCase, INSTALLED_GATEWAY, request } from '../../test/conformance/cases/case';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { labelled } from '../../test/conformance/cases/tenant-objects';
import { asks, creates } from '../../test/conformance/cases/wish';
import { changed, objects, others } from './case/objects';
import { routing } from './case/routing';
import { workloads } from './case/workloads';

const cnn = 'https://edition.cnn.com/';
const OTHER_KINDS = 'test/conformance/cases/fixtures/other-kinds.yaml';

export const cases: readonly ConformanceCase[] = [
  {
    title: 'what tenants may make',
    stages: [
      {
        title: 'applied',
        kubectl: [`apply -f ${OTHER_KINDS}`],
        apply: 'main',
        expect: [request('test-egress/curl', cnn).goesThrough('outbound|443||edition.cnn.com')],
        wishes: [...workloads, ...objects, ...routing, ...changed, ...others],
      },
      {
        title: 'pods of the namespace are made anew, with their sidecars, and with endpoints',
        kubectl: [
          'expose -n test-egress deployment/curl --name=it --port=80',
          'rollout restart -n test-egress deployment/curl',
        ],
        restart: INSTALLED_GATEWAY,
        expect: [
          request('test-egress/curl', cnn).goesThrough('outbound|443||edition.cnn.com'),
          request('test-egress/plain', cnn).isBlocked(7),
        ],
        wishes: [
          asks(
            'endpoints of a Service',
            'wait',
            '-n',
            'test-egress',
            'endpointslice',
            '-l',
            'kubernetes.io/service-name=it',
            '--for=jsonpath={.endpoints[0].conditions.ready}=true',
            '--timeout=10s',
          ).isAdmitted(),
        ],
      },
      {
        title: 'deleted',
        kubectl: ['delete -n test-egress service/it', `delete -f ${OTHER_KINDS}`],
        delete: 'main',
        wishes: [creates('a pod without a sidecar', labelled('sidecar.istio.io/inject', 'false')).isAdmitted()],
      },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
