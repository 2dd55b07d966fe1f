import { Labels } from '../input/labels';
import { gatewayKey } from '../mesh/gateway';
import { maySelectOnePod, selectsEveryPod } from '../mesh/pod-labels';
import { Analyzer, error, Finding, FindingText, pairsBy } from './analyzer';

/** A namespace of a construct. */
interface Claimed {
  readonly owner: string;
  readonly namespace: string;
}

/** Namespaces that several constructs write objects for. */
export const NAMESPACES: readonly Analyzer[] = [
  error('EGR1301', 'Two lockdowns close one namespace, or the same pods of a namespace.', ({ lockdowns }) =>
    selectedTwice(lockdowns.all, {
      ofNamespace: (namespace) => ({
        problem: `namespace ${namespace} cannot be closed by two lockdowns`,
        allowed:
          'one EgressLockdownPolicy per namespace: NetworkPolicies add up, so a second policy can only open the first',
        fix: `remove ${namespace} from one lockdown, and write allowTo: [EgressPeer.gateway(...)] for its gateway on the other`,
      }),
      ofPods: (namespace, fix) => ({
        problem: `pods of namespace ${namespace} cannot be closed by two lockdowns with podLabels`,
        allowed: `a lockdown of the namespace, and lockdowns of different pods beside it: NetworkPolicies add up`,
        fix,
      }),
    }),
  ),
  error('EGR1302', 'A lockdown closes the namespace of a gateway.', ({ gateways, lockdowns }) =>
    each(lockdowns.all).flatMap(({ owner, namespace }) => {
      const gateway = gateways.descriptions.find(({ model }) => model.namespace === namespace);
      if (gateway === undefined) return [];
      return [
        {
          constructPath: owner,
          problem: `namespace ${namespace} of gateway ${gatewayKey(gateway.model)} cannot be locked down`,
          got: { gateway: gateway.owner, lockdown: owner },
          allowed: 'namespaces of applications: a gateway in a locked-down namespace reaches no host',
          fix: `remove ${namespace} from namespaces`,
        },
      ];
    }),
  ),
  error('EGR1303', 'Two constructs create one namespace.', ({ createdNamespaces }) =>
    claimedTwice(createdNamespaces.all, (namespace) => ({
      problem: `namespace ${namespace} cannot be created by two constructs`,
      allowed: 'one construct that creates the namespace',
      fix: 'remove createNamespace or createNamespaces from one of the constructs',
    })),
  ),
  error('EGR1304', 'Two constructs write the Sidecar of one namespace, or of the same pods.', ({ sidecars }) =>
    selectedTwice(sidecars.all, {
      ofNamespace: (namespace) => ({
        problem: `namespace ${namespace} cannot have two EgressSidecar constructs`,
        allowed: 'one EgressSidecar per namespace: Istio uses one Sidecar and ignores the other',
        fix: `remove ${namespace} from one EgressSidecar, and write its additionalHosts on the other`,
      }),
      ofPods: (namespace, fix) => ({
        problem: `pods of namespace ${namespace} cannot have two EgressSidecar constructs with podLabels`,
        allowed:
          'an EgressSidecar of the namespace, and EgressSidecars of different pods: Istio uses one Sidecar per pod',
        fix,
      }),
    }),
  ),
];

/** A construct for pods of namespaces. */
interface Selecting {
  readonly owner: string;
  readonly namespaces: readonly string[];
  readonly podLabels: Labels;
}

interface Texts {
  /** Returns the text for two constructs for every pod. */
  readonly ofNamespace: (namespace: string) => FindingText;
  /** Returns the text for two constructs with `podLabels`. */
  readonly ofPods: (namespace: string, fix: string) => FindingText;
}

/** Finds two constructs for every pod of a namespace, and two with `podLabels` that may select the same pod. */
function selectedTwice(records: readonly Selecting[], { ofNamespace, ofPods }: Texts): readonly Finding[] {
  const claims = records.flatMap(({ owner, namespaces, podLabels }) =>
    namespaces.map((namespace) => ({ owner, namespace, podLabels })),
  );
  const ofEveryPod = claims.filter(({ podLabels }) => selectsEveryPod(podLabels));
  const ofSomePods = claims.filter(({ podLabels }) => !selectsEveryPod(podLabels));
  const overlapping = pairsBy(ofSomePods, ({ namespace }) => namespace).filter(([a, b]) =>
    maySelectOnePod(a.podLabels, b.podLabels),
  );
  return [
    ...claimedTwice(ofEveryPod, ofNamespace),
    ...overlapping.map(([earlier, later]) => ({
      constructPath: later.owner,
      ...ofPods(later.namespace, otherLabels(earlier.podLabels)),
      got: [earlier, later].map(({ owner, podLabels }) => ({ construct: owner, podLabels })),
    })),
  ];
}

function otherLabels(podLabels: Labels): string {
  return `write podLabels with another value of ${Object.keys(podLabels).join(' or ')}, or use one construct for both`;
}

function each(
  records: readonly { readonly owner: string; readonly namespaces: readonly string[] }[],
): readonly Claimed[] {
  return records.flatMap(({ owner, namespaces }) => namespaces.map((namespace) => ({ owner, namespace })));
}

function claimedTwice(claims: readonly Claimed[], text: (namespace: string) => FindingText): readonly Finding[] {
  return pairsBy(claims, ({ namespace }) => namespace).map(([earlier, later]) => ({
    constructPath: later.owner,
    ...text(later.namespace),
    got: { constructs: [earlier.owner, later.owner] },
  }));
}
