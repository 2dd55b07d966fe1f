import { gatewayKey } from '../mesh/gateway';
import { Analyzer, error, Finding, FindingText, pairsBy } from './analyzer';

/** A namespace of a construct. */
interface Claimed {
  readonly owner: string;
  readonly namespace: string;
}

/** Namespaces that several constructs write objects for. */
export const NAMESPACES: readonly Analyzer[] = [
  error('EGR1301', 'Two lockdowns close one namespace.', ({ lockdowns }) =>
    claimedTwice(each(lockdowns.all), (namespace) => ({
      problem: `namespace ${namespace} cannot be closed by two lockdowns`,
      allowed:
        'one EgressLockdownPolicy per namespace: NetworkPolicies add up, so a second policy can only open the first',
      fix: `remove ${namespace} from one lockdown, and write allowTo: [EgressPeer.gateway(...)] for its gateway on the other`,
    })),
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
  error('EGR1304', 'Two constructs write the Sidecar of one namespace.', ({ sidecars }) =>
    claimedTwice(each(sidecars.all), (namespace) => ({
      problem: `namespace ${namespace} cannot have two EgressSidecar constructs`,
      allowed: 'one EgressSidecar per namespace: Istio uses one Sidecar and ignores the other',
      fix: `remove ${namespace} from one EgressSidecar, and write its additionalHosts on the other`,
    })),
  ),
];

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
