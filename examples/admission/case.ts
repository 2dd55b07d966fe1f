import { ConformanceCase, Expectation, INSTALLED_GATEWAY, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';
import { labelled } from '../../test/conformance/cases/tenant-objects';
import { asks, creates } from '../../test/conformance/cases/wish';
import { kinds } from './case/kinds';
import { objects } from './case/objects';
import { routing } from './case/routing';
import { workloads } from './case/workloads';

const cnn = 'https://edition.cnn.com/';
const FIXTURES = 'test/conformance/cases/fixtures';
const KINDS = `-f ${FIXTURES}/other-kinds.yaml -f ${FIXTURES}/unknown-kinds.yaml`;
const GADGET = `${FIXTURES}/gadget.yaml`;

const throughTheGateway: Group<Expectation> = {
  because: 'The source of the route reaches its host through the gateway.',
  expect: [request('test-egress/curl', cnn).goesThrough('outbound|443||edition.cnn.com')],
};

export const cases: readonly ConformanceCase[] = [
  {
    title: 'Admission policies reject objects of tenants that bypass the gateway',
    stages: [
      {
        title: 'The manifests are applied beside objects of tenants',
        kubectl: [
          `apply ${KINDS}`,
          'wait --for=condition=established crd/gadgets.gadgets.example --timeout=30s',
          `apply -f ${GADGET}`,
        ],
        apply: 'main',
        expect: [throughTheGateway],
        wishes: [...kinds, ...workloads, ...objects, ...routing],
      },
      {
        title: 'The pods of the namespace and of the gateway are restarted, and a Service of a pod is created',
        kubectl: [
          'expose -n test-egress deployment/curl --name=it --port=80',
          'rollout restart -n test-egress deployment/curl',
        ],
        restart: INSTALLED_GATEWAY,
        expect: [
          throughTheGateway,
          {
            because: 'The lockdown blocks a pod without a sidecar.',
            expect: [request('test-egress/plain', cnn).isBlocked(7)],
          },
        ],
        wishes: [
          {
            because: 'The policies admit EndpointSlices of the controller of Kubernetes.',
            expect: [
              asks(
                'a ready endpoint of the Service',
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
        ],
      },
      {
        title: 'The manifests are deleted',
        kubectl: ['delete -n test-egress service/it', `delete -f ${GADGET}`, `delete ${KINDS}`],
        delete: 'main',
        wishes: [
          {
            because: 'Without the policies, the API server admits a pod without a sidecar.',
            expect: [creates('a pod without a sidecar', labelled('sidecar.istio.io/inject', 'false')).isAdmitted()],
          },
        ],
      },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
