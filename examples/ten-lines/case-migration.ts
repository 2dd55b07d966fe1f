/** The objects of Istio's egress gateway task, replaced on the gateway of the task. */
import { ConformanceCase, Expectation, INSTALLED_GATEWAY, Request, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { AMBIGUOUS, APPLY_TASK, DELETE_TASK, LABELS, NO_LABELS, ofTask } from '../migration/case-task';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';
const CLIENTS = ['default/curl', 'test-egress/curl'];

const ofBoth: readonly Request[] = CLIENTS.flatMap((client) => [request(client, http), request(client, https)]);

const still = ofTask('The VirtualService of the task is the older one, so sidecars use it.', INSTALLED_GATEWAY);

const moved: Group<Expectation> = {
  because: 'Without the objects of the task, the objects of the library have effect.',
  expect: CLIENTS.flatMap((client) => [
    request(client, http).goesThrough('outbound|80||edition.cnn.com'),
    request(client, https).goesThrough('outbound|443||edition.cnn.com'),
  ]),
};

const neverDirectly: Group<Request> = {
  because: 'A ServiceEntry and a VirtualService of the host exist at every moment.',
  expect: ofBoth,
};

const beside = [
  { title: 'The objects of the task are applied', kubectl: [...LABELS, APPLY_TASK], expect: [still] },
  {
    title: 'The manifests are applied beside the objects of the task',
    apply: 'main',
    neverLost: { because: 'The objects of the task hide the objects of the library.', expect: ofBoth },
    analysis: AMBIGUOUS,
    rejecting: {
      because: 'Both Gateways have a server for the host on port 443, and Envoy accepts no listener with two of them.',
      expect: [INSTALLED_GATEWAY],
    },
    expect: [still],
  },
];

export const migration: readonly ConformanceCase[] = [
  {
    title: "One command deletes the objects of Istio's task on the gateway of the task",
    stages: [
      ...beside,
      {
        title: 'All objects of the task are deleted',
        kubectl: [DELETE_TASK, ...NO_LABELS],
        neverDirectly,
        expect: [moved],
      },
    ],
  },
  {
    title: "Requests fail if the objects of Istio's task are deleted one by one on the gateway of the task",
    stages: [
      ...beside,
      {
        title: 'The VirtualService of the task is deleted',
        kubectl: ['delete virtualservice -n default direct-cnn-through-egress-gateway'],
        someLost: {
          because: 'The new VirtualService has a subset that the DestinationRule of the task hides.',
          expect: ofBoth,
        },
        expect: [
          {
            because: "A DestinationRule in the client's namespace hides the rule in the namespace of the Service.",
            expect: CLIENTS.flatMap((client) => [
              request(client, http).isAnswered(503),
              request(client, https).isBlocked(),
            ]),
          },
        ],
      },
      {
        title: 'The DestinationRules of the task are deleted',
        kubectl: ['default', 'test-egress'].map(
          (namespace) => `delete destinationrule -n ${namespace} egressgateway-for-cnn`,
        ),
        someLost: {
          because: 'The Gateway of the task is older, and keeps plain HTTP on port 80 of the gateway.',
          expect: CLIENTS.map((client) => request(client, http)),
        },
        expect: [
          {
            because: 'The sidecar sends mesh mTLS to a port on which the gateway still serves plain HTTP.',
            expect: CLIENTS.map((client) => request(client, http).isAnswered(503)),
          },
        ],
      },
      {
        title: 'The remaining objects of the task are deleted',
        kubectl: [DELETE_TASK, ...NO_LABELS],
        neverDirectly,
        expect: [moved],
      },
    ],
  },
];
