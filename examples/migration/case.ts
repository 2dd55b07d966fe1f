import { ConformanceCase, Expectation, INSTALLED_GATEWAY, Request, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, Lockdown } from '../../test/conformance/cases/lockdown';
import { AMBIGUOUS, APPLY_TASK, DELETE_TASK, LABELS, NO_LABELS, ofTask } from './case-task';

const GATEWAY = 'istio-egress/egress';
const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';
const CLIENTS = ['default/curl', 'test-egress/curl'];

/** The patches of the guide. */
const bindTo = (...gateways: readonly string[]): string =>
  'patch virtualservice -n default direct-cnn-through-egress-gateway --type merge ' +
  `-p ${JSON.stringify({ spec: { gateways } })}`;
const LEAVE = bindTo('istio-egressgateway');
const RETURN = bindTo('istio-egressgateway', 'mesh');

const still = ofTask(
  'The VirtualService of the task is the older one, so sidecars use it until its patch removes `mesh`.',
  INSTALLED_GATEWAY,
);

const moved: Group<Expectation> = {
  because: 'Without another VirtualService for sidecars, the routes send requests through the new gateway.',
  expect: CLIENTS.flatMap((client) => [
    request(client, http).goesThrough('outbound|80||edition.cnn.com', GATEWAY),
    request(client, https).goesThrough('outbound|443||edition.cnn.com', GATEWAY),
  ]),
};

const neverLost: Group<Request> = {
  because: 'Both gateways serve the host during every step, so that no request depends on the order of the changes.',
  expect: CLIENTS.flatMap((client) => [request(client, http), request(client, https)]),
};

const neverDirectly: Group<Request> = {
  because: 'A NetworkPolicy of the task or of the library selects the pods of the namespace at every moment.',
  closes: ['B1'],
  expect: [request('test-egress/plain', https)],
};

const during = { neverLost, neverDirectly };

export const cases: readonly ConformanceCase[] = [
  {
    title: "A gateway of the library replaces the objects of Istio's task, and no request is lost",
    stages: [
      { title: 'The objects of the task are applied', kubectl: [...LABELS, APPLY_TASK], expect: [still] },
      {
        title: 'The manifests are applied beside the objects of the task',
        apply: 'main',
        ...during,
        analysis: AMBIGUOUS,
        expect: [still],
      },
      {
        title: 'The VirtualService of the task leaves the sidecars, and the manifests are applied again',
        kubectl: [LEAVE],
        apply: 'main',
        ...during,
        expect: [moved],
      },
      { title: 'The VirtualService of the task returns', kubectl: [RETURN], ...during, expect: [still] },
      { title: 'The VirtualService of the task leaves again', kubectl: [LEAVE], ...during, expect: [moved] },
      {
        title: 'The objects of the task are deleted',
        kubectl: [DELETE_TASK, ...NO_LABELS],
        ...during,
        expect: [moved],
      },
      {
        title: 'The manifests are applied without the objects of the task',
        apply: 'main',
        ...during,
        expect: [
          moved,
          {
            because: 'The lockdown of the library blocks a pod without a sidecar.',
            closes: ['B1'],
            expect: [request('test-egress/plain', https).isBlocked(7), request('test-egress/plain', http).isBlocked(7)],
          },
        ],
      },
    ],
  },
];

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: { namespace: 'istio-egress', labels: { istio: 'dedicated-egress' } },
    allows: DEFAULT_ALLOWS,
  },
];
