/** Drawn clusters with NetworkPolicies and ClusterNetworkPolicies, as the API server would accept them. */
import fc from 'fast-check';
import { worldOfPods } from '../../cases/truth-table';

/** A connection that is asked about. From and To are `namespace/pod`, or an address outside the cluster. */
export interface NetworkQuestion {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/** A pod with an address and a named port. */
interface DrawnPod {
  readonly metadata: { readonly namespace: string; readonly name: string; readonly labels: Record<string, string> };
  readonly spec: { readonly containers: readonly { readonly ports: readonly DrawnPort[] }[] };
  readonly status: { readonly podIP: string };
}

interface DrawnPort {
  readonly name: string;
  readonly containerPort: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** A policy of either kind. */
export interface DrawnPolicy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly DrawnRule[];
    readonly ingress?: readonly DrawnRule[];
  };
}

/** A rule of a NetworkPolicy. */
export interface DrawnRule {
  readonly ports?: readonly object[];
}

/** A cluster, and what is asked of it. */
export interface DrawnWorld {
  readonly namespaces: readonly {
    readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  }[];
  readonly pods: readonly DrawnPod[];
  readonly networkPolicies: readonly DrawnPolicy[];
  readonly clusterNetworkPolicies: readonly DrawnPolicy[];
  readonly questions: readonly NetworkQuestion[];
}

const NAMES = ['one', 'two', 'three'];
const NAME_LABEL = 'kubernetes.io/metadata.name';
const PORTS = [80, 443, 8080, 8443];
const OUTSIDE = ['203.0.113.10', '203.0.113.200', '10.99.0.10'];
const RANGES = ['0.0.0.0/0', '203.0.113.0/24', '203.0.113.128/25', '203.0.113.10/32', '10.0.0.0/8', '10.244.9.0/24'];

const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b'), {
  maxKeys: 2,
  noNullPrototype: true,
});

const pods = fc
  .array(fc.record({ namespace: fc.constantFrom(...NAMES), labels }), { minLength: 3, maxLength: 6 })
  .map((drawn) => drawn.map((pod, index) => ({ ...pod, name: `pod-${index}` })));

/** Requirements of a selector on keys with values; the API server demands values of `In` and `NotIn` alone. */
function expressions(keys: readonly string[], values: readonly string[]) {
  const key = fc.constantFrom(...keys);
  const some = fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
  const withValues = fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values: some });
  const without = fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') });
  return fc.array(fc.oneof(withValues, without), { minLength: 1, maxLength: 2 });
}

const podSelector = fc.oneof(
  fc.constant({}),
  labels.map((matchLabels) => ({ matchLabels })),
  expressions(['app', 'tier'], ['a', 'b']).map((matchExpressions) => ({ matchExpressions })),
);

const namespaceSelector = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...NAMES).map((name) => ({ matchLabels: { [NAME_LABEL]: name } })),
  labels.map((matchLabels) => ({ matchLabels })),
  expressions([NAME_LABEL], NAMES).map((matchExpressions) => ({ matchExpressions })),
  expressions(['app', 'tier'], ['a', 'b']).map((matchExpressions) => ({ matchExpressions })),
);

const range = fc.constantFrom(...RANGES);

const peer = fc.oneof(
  podSelector.map((selector) => ({ podSelector: selector })),
  namespaceSelector.map((selector) => ({ namespaceSelector: selector })),
  fc.record({ podSelector, namespaceSelector }),
  fc
    .tuple(range, fc.uniqueArray(range, { maxLength: 2 }))
    .map(([cidr, except]) => ({ ipBlock: { cidr, except: except.filter((inner) => isInside(inner, cidr)) } })),
);

/** The API server accepts exceptions that are strictly inside the range. */
function isInside(inner: string, outer: string): boolean {
  const bits = (text: string): [number, number] => {
    const [address = '', prefix] = text.split('/');
    return [address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0), Number(prefix)];
  };
  const [[from, narrow], [start, wide]] = [bits(inner), bits(outer)];
  return narrow > wide && Math.floor(from / 2 ** (32 - wide)) === Math.floor(start / 2 ** (32 - wide));
}

const protocol = fc.constantFrom('TCP' as const, 'UDP' as const);
const number = fc.constantFrom(...PORTS);

const port = fc.oneof(
  fc.record({ port: number }),
  fc.record({ protocol }),
  fc.record({ protocol, port: number }),
  fc.record({ protocol, port: fc.constant(400), endPort: fc.constantFrom(443, 8079, 8080) }),
  fc.record({ protocol, port: fc.constantFrom('web', 'other') }),
);

const portList = fc.option(fc.array(port, { minLength: 1, maxLength: 2 }), { nil: undefined });
const peers = fc.option(fc.array(peer, { minLength: 1, maxLength: 3 }), { nil: undefined });
const rule = (field: 'to' | 'from') => fc.record({ [field]: peers, ports: portList });

const networkPolicy = fc.record({
  namespace: fc.constantFrom(...NAMES),
  spec: fc.record(
    {
      podSelector,
      policyTypes: fc.constantFrom(['Egress'], ['Ingress'], ['Ingress', 'Egress']),
      egress: fc.array(rule('to'), { maxLength: 3 }),
      ingress: fc.array(rule('from'), { maxLength: 3 }),
    },
    { requiredKeys: ['podSelector'] },
  ),
});

const clusterPods = fc.oneof(
  namespaceSelector.map((namespaces) => ({ namespaces })),
  fc.record({ namespaceSelector, podSelector }).map((selected) => ({ pods: selected })),
);
const networks = fc.uniqueArray(range, { minLength: 1, maxLength: 2 }).map((some) => ({ networks: some }));

const clusterPort = fc.oneof(
  fc.constantFrom('tcp', 'udp').map((name) => ({ [name]: {} })),
  fc
    .tuple(fc.constantFrom('tcp', 'udp'), number)
    .map(([name, at]) => ({ [name]: { destinationPort: { number: at } } })),
  fc.constant({ tcp: { destinationPort: { range: { start: 400, end: 8080 } } } }),
  fc.constant({ destinationNamedPort: 'web' }),
);

const clusterRule = (field: 'to' | 'from') =>
  fc.record({
    action: fc.constantFrom('Accept', 'Deny', 'Pass'),
    [field]: fc.array(field === 'to' ? fc.oneof(clusterPods, networks) : clusterPods, { minLength: 1, maxLength: 2 }),
    protocols: fc.option(fc.array(clusterPort, { minLength: 1, maxLength: 2 }), { nil: undefined }),
  });

const clusterPolicy = fc.record({
  tier: fc.constantFrom('Admin', 'Baseline'),
  subject: clusterPods,
  egress: fc.array(clusterRule('to'), { maxLength: 3 }),
  ingress: fc.array(clusterRule('from'), { maxLength: 3 }),
});

/** A cluster of three namespaces, in half of the draws with ClusterNetworkPolicies. */
export const drawnWorld: fc.Arbitrary<DrawnWorld> = fc
  .record({
    pods,
    namespaceLabels: fc.tuple(labels, labels, labels),
    own: fc.array(networkPolicy, { minLength: 1, maxLength: 4 }),
    cluster: fc.oneof(
      fc.array(clusterPolicy, { maxLength: 0 }),
      fc.array(clusterPolicy, { minLength: 1, maxLength: 4 }),
    ),
  })
  .map(({ pods: drawn, namespaceLabels, own, cluster }) => {
    const labelsByName = Object.fromEntries(NAMES.map((name, index) => [name, namespaceLabels[index] ?? {}]));
    const world = worldOfPods(drawn, labelsByName);
    const withPorts = (world.pods as DrawnPod[]).map((pod) => ({ ...pod, spec: { containers: CONTAINERS } }));
    return JSON.parse(
      JSON.stringify({
        namespaces: world.namespaces,
        pods: withPorts,
        networkPolicies: own.map(({ namespace, spec }, index) => ({
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: `policy-${index}`, namespace },
          // kube-network-policies skips the Baseline tier for a pod that a policy of the other direction selects.
          spec: cluster.length === 0 ? spec : { ...spec, policyTypes: ['Ingress', 'Egress'] },
        })),
        // Which of two policies of one priority decides is not defined.
        clusterNetworkPolicies: cluster.map((spec, index) => ({
          apiVersion: 'policy.networking.k8s.io/v1alpha2',
          kind: 'ClusterNetworkPolicy',
          metadata: { name: `policy-${index}` },
          spec: { ...spec, priority: (index * 7) % 10 },
        })),
        questions: questionsOf(withPorts.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`)),
      }),
    ) as DrawnWorld;
  });

const CONTAINERS = [{ name: 'main', ports: [{ name: 'web', containerPort: 8080, protocol: 'TCP' as const }] }];

/** Every pair of a pod with another end, on one of the ports each. */
function questionsOf(names: readonly string[]): NetworkQuestion[] {
  const pairs = names.flatMap((from) => [
    ...names.filter((to) => to !== from).map((to) => [from, to] as const),
    ...OUTSIDE.flatMap((address) => [[from, address] as const, [address, from] as const]),
  ]);
  return pairs.flatMap(([from, to], index) => [
    { from, to, protocol: 'TCP' as const, port: PORTS[index % PORTS.length] ?? 80 },
    { from, to, protocol: index % 3 === 0 ? ('UDP' as const) : ('TCP' as const), port: 8080 },
  ]);
}
