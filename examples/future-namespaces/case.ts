import { ConformanceCase, Expectation, request } from '../../test/conformance/cases/case';
import { Group } from '../../test/conformance/cases/group';
import { object } from '../../test/conformance/cases/tenant-objects';
import { creates, Wish } from '../../test/conformance/cases/wish';

const https = 'https://edition.cnn.com/politics';
const byAddress = 'https://203.0.113.10/';
const http = 'http://edition.cnn.com/politics';
const toGateway = ['--connect-to', '::istio-egressgateway.istio-system.svc.cluster.local:'];
const FIXTURES = 'test/conformance/cases/fixtures';
const LATER = `${FIXTURES}/later-namespace.yaml`;
const TENANTS = `${FIXTURES}/tenant-two-policies.yaml`;
const OPENS_LATER = `${FIXTURES}/tenant-later.yaml`;

/** No way out of a namespace for its pod without a sidecar. */
function closed(namespace: string): Expectation[] {
  const pod = `${namespace}/plain`;
  return [
    request(pod, https).isBlocked(7),
    request(pod, http).isBlocked(7),
    request(pod, byAddress, '--insecure').isBlocked(7),
    request(pod, 'http://server.databases:8000/').isBlocked(7),
    request(pod, 'http://istiod.istio-system:15014/metrics').isBlocked(7),
  ];
}

/** What passes the lockdown from a namespace. */
function open(namespace: string): Group<Expectation>[] {
  return [
    {
      because: 'The lockdown of the cluster leaves the gateway reachable, which refuses callers without an identity.',
      expect: [request(`${namespace}/plain`, https, ...toGateway).isRefusedInHandshake()],
    },
    {
      because: 'Pods of closed namespaces reach each other.',
      expect: [request(`${namespace}/plain`, 'http://server.test-egress:8000/').goesDirectly()],
    },
  ];
}

const untouched: Group<Expectation> = {
  because: 'An exempt namespace keeps its egress.',
  expect: [request('databases/server', https).goesDirectly()],
};

const policies: Group<Wish> = {
  because: 'A tenant has no permission for ClusterNetworkPolicies, which are cluster-scoped.',
  closes: ['B24'],
  expect: [
    creates('a ClusterNetworkPolicy that allows everything', {
      ...object('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'),
      metadata: { name: 'tenant-everything' },
      spec: {
        tier: 'Admin',
        priority: 0,
        subject: { namespaces: {} },
        egress: [{ action: 'Accept', to: [{ networks: ['0.0.0.0/0'] }] }],
      },
    }).isRefused('cannot create resource "clusternetworkpolicies"'),
  ],
};

export const cases: readonly ConformanceCase[] = [
  {
    title: 'A namespace that is created after the lockdown of the cluster is closed, and its tenant cannot open it',
    stages: [
      {
        title: 'Tenants have NetworkPolicies, and the manifests are applied',
        kubectl: [`apply --as=tenant -f ${TENANTS}`],
        apply: 'main',
        expect: [
          {
            because: 'The Admin tier decides before the NetworkPolicy of a tenant that allows everything.',
            closes: ['B24'],
            expect: closed('test-egress'),
          },
          ...open('test-egress'),
          {
            because:
              'The lockdown leaves what it permits to the NetworkPolicies of tenants, and one of them permits nothing.',
            expect: [request('test-egress/server', https, ...toGateway).isBlocked(7)],
          },
          untouched,
        ],
        wishes: [policies],
      },
      {
        title: 'A namespace is created',
        kubectl: [`apply -f ${LATER}`],
        expect: [
          {
            because: 'The selector of the lockdown selects namespaces that are created later.',
            closes: ['B24'],
            expect: closed('later'),
          },
          ...open('later'),
          {
            because: 'A sidecar in the new namespace reaches the host of its route through the gateway.',
            expect: [request('later/curl', https).goesThrough('outbound|443||edition.cnn.com')],
          },
          untouched,
        ],
      },
      {
        title: 'The tenant of the new namespace allows everything',
        kubectl: [`apply --as=tenant -f ${OPENS_LATER}`],
        expect: [
          {
            because: 'The Admin tier decides before the NetworkPolicy of a tenant that allows everything.',
            closes: ['B24'],
            expect: closed('later'),
          },
        ],
      },
      {
        title: 'The manifests are deleted',
        delete: 'main',
        expect: [
          {
            because: 'Without the lockdown of the cluster, the same pod leaves directly.',
            expect: [
              request('later/plain', https).goesDirectly(),
              request('later/plain', byAddress, '--insecure').goesDirectly(),
            ],
          },
        ],
      },
      {
        title: 'The namespace and the NetworkPolicies are deleted',
        kubectl: [LATER, TENANTS].map((file) => `delete -f ${file}`),
      },
    ],
  },
];
