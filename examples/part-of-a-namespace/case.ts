import { ConformanceCase, Expectation, request, Stage, tcpRequest } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { DEFAULT_ALLOWS, INSTALLED, Lockdown } from '../../test/conformance/cases/lockdown';

/** The workload that leaves. */
const REPORTS = 'test-egress/reports';
/** Workloads of the same namespace, with and without a sidecar. */
const OTHER = 'test-egress/curl';
const PLAIN = 'test-egress/plain';

const bank = 'https://www.example.com/';
const undeclared = 'https://b.example.net/';
const database = 'http://server.databases:8000/';

const oneLeaves: readonly Group<Expectation>[] = [
  {
    because: 'The workload whose service account is a source leaves through the gateway.',
    expect: [request(REPORTS, bank).goesThrough('outbound|443||www.example.com')],
  },
  {
    because: 'The gateway refuses the service account of another workload of the same namespace in the handshake.',
    closes: ['B13'],
    expect: [request(OTHER, bank).isRefusedInHandshake()],
  },
];

const whole: Stage = {
  title: 'The lockdown of the namespace, and a lockdown of some pods, are applied',
  apply: 'main',
  expect: [
    ...oneLeaves,
    {
      because: 'The lockdown of the namespace closes every pod, whatever its labels.',
      closes: ['B1', 'B65'],
      expect: [request(PLAIN, bank).isBlocked(), request(PLAIN, undeclared).isBlocked()],
    },
    {
      because: 'Sidecars of both Sidecar objects refuse hosts that no route declares.',
      closes: ['B20'],
      expect: [request(REPORTS, undeclared).isBlocked(), request(OTHER, undeclared).isBlocked()],
    },
    {
      because: 'NetworkPolicies add up, and Istio prefers the Sidecar with the labels of the pod.',
      expect: [request(REPORTS, database).goesDirectly()],
    },
    {
      because: 'The peers of the lockdown of some pods are closed to the other pods.',
      closes: ['B65'],
      expect: [request(PLAIN, database).isBlocked()],
    },
    {
      because: 'The Sidecar of the namespace imports no Service for the other pods.',
      expect: [request(OTHER, database).isBlocked()],
    },
  ],
};

/** Only the pods with the label are closed. */
const part = (outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Stage => ({
  title: 'Only the lockdown of some pods is applied',
  apply: 'pods',
  expect: [
    ...oneLeaves,
    {
      because: 'The lockdown, or the Sidecar of the pods, closes every direct way of the pods with the label.',
      closes: ['B20', 'B29'],
      expect: [
        request(REPORTS, undeclared).isBlocked(),
        tcpRequest(REPORTS, 'http://203.0.113.10:5432/').isBlocked(),
        request(REPORTS, database).isBlocked(),
      ],
    },
    {
      because: 'A pod without the label is not locked down.',
      remains: ['B65'],
      expect: [request(PLAIN, bank).goesDirectly(), request(PLAIN, database).goesDirectly()],
    },
    {
      because: 'The Sidecar of some pods does not configure other pods, to which the mesh-wide default applies.',
      expect: [
        outboundTrafficPolicy === 'ALLOW_ANY'
          ? request(OTHER, undeclared).goesDirectly()
          : request(OTHER, undeclared).isBlocked(),
        request(OTHER, database).goesDirectly(),
      ],
    },
  ],
});

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `One workload of a namespace leaves, and the others do not, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [{ ...part(outboundTrafficPolicy) }, whole],
  }),
);

const REPORTS_LABELS = { app: 'reports' };

export const lockdowns: readonly Lockdown[] = [
  { program: 'main', namespace: 'test-egress', gateway: INSTALLED, allows: DEFAULT_ALLOWS },
  {
    program: 'main',
    namespace: 'test-egress',
    podLabels: REPORTS_LABELS,
    gateway: INSTALLED,
    allows: [...DEFAULT_ALLOWS, ['other namespace', '8000/TCP']],
  },
  { program: 'pods', namespace: 'test-egress', podLabels: REPORTS_LABELS, gateway: INSTALLED, allows: DEFAULT_ALLOWS },
];
