import { addTo } from '../../input/group-by';
import { Evidence } from '../manifest/evidence';
import { Manifest, nameOf, namespaceOf } from '../manifest/manifest';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { ClusterNetworkPolicySpec, networksOf, tierVerdict, withJoinedNetworks } from './cluster-network-policy';
import { Connection } from './endpoint';
import { ForeignPolicies, isConnectionPolicy } from './foreign-policies';
import { NamespaceLabels } from './namespaces';
import {
  Direction,
  NetworkPolicySpec,
  networkPolicyVerdict,
  Policy,
  rangesOf,
  withJoinedBlocks,
} from './network-policy';
import { internetAddresses } from './internet-examples';
import { OPEN, Verdict } from './verdict';

/** The policies of a mesh that allow or deny connections. */
export interface NetworkPolicies {
  readonly byNamespace: ReadonlyMap<string, readonly Policy<NetworkPolicySpec>[]>;
  /** ClusterNetworkPolicies by priority. */
  readonly admin: readonly Policy<ClusterNetworkPolicySpec>[];
  readonly baseline: readonly Policy<ClusterNetworkPolicySpec>[];
  readonly namespaces: NamespaceLabels;
  /** Returns examples of the addresses of hosts for pods of a namespace. */
  readonly examplesFor: (namespace: string) => readonly string[];
  readonly foreign: ForeignPolicies;
}

/** A verdict, and the direction that denies. */
export interface ConnectionVerdict extends Verdict {
  readonly denies?: Direction;
  /** Whether the connection passes by a policy alone that is not evaluated. */
  readonly isUnevaluated?: boolean;
}

/**
 * Returns whether NetworkPolicies and ClusterNetworkPolicies let a connection pass: the source may send, and the destination may receive.
 * Of each direction the Admin tier decides first, then the NetworkPolicies of the pod's namespace, then the Baseline tier.
 *
 * @see https://network-policy-api.sigs.k8s.io/api-overview/
 */
export function connectionVerdict(policies: NetworkPolicies, connection: Connection): ConnectionVerdict {
  return worstOf(policies, connection, (each) => verdictOf(policies, each, assumedInDirection));
}

/** Returns the verdict, if each policy that is not evaluated allows what the policy can allow. */
export function worstVerdict(policies: NetworkPolicies, connection: Connection): ConnectionVerdict {
  const verdict = connectionVerdict(policies, connection);
  if (verdict.allowed || policies.foreign.isEmpty) return verdict;
  return worstOf(policies, connection, (each) => verdictOf(policies, each, worstInDirection));
}

/**
 * Returns the first verdict that lets a connection pass to one of the addresses that the host can have, else the verdict about the first
 * address. If the manifests do not resolve the host, the host has an address in each part of the internet that the policies of the source
 * distinguish.
 */
export function worstOf<V extends Verdict>(
  { examplesFor }: NetworkPolicies,
  connection: Connection,
  judge: (connection: Connection) => V,
): V {
  const { from, to, port, protocol } = connection;
  if (from.kind !== 'pod' || to.kind !== 'outside' || to.address !== undefined) return judge(connection);
  let first: V | undefined;
  for (const address of examplesFor(from.namespace)) {
    const example = { kind: to.kind, host: to.host, address, isExample: true };
    const verdict = judge({ from, to: example, port, protocol });
    if (verdict.allowed) return verdict;
    first ??= verdict;
  }
  return first ?? judge(connection);
}

function verdictOf(
  policies: NetworkPolicies,
  connection: Connection,
  judge: typeof assumedInDirection,
): ConnectionVerdict {
  const sent = judge(policies, 'egress', connection);
  if (!sent.allowed) return denied(sent, 'egress');
  const received = judge(policies, 'ingress', connection);
  if (!received.allowed) return denied(received, 'ingress');
  return {
    allowed: true,
    decidedBy: [...sent.decidedBy, ...received.decidedBy],
    assumptions: [...new Set([...sent.assumptions, ...received.assumptions])],
    isUnevaluated: sent.isUnevaluated === true || received.isUnevaluated === true,
  };
}

function denied({ decidedBy, assumptions }: Verdict, denies: Direction): ConnectionVerdict {
  return { allowed: false, decidedBy, assumptions, denies };
}

/** A refusal of a connection: the rule of a ClusterNetworkPolicy that denies, or the NetworkPolicies none of whose rules allows. */
export interface Refusal {
  readonly direction: Direction;
  readonly decidedBy: readonly Evidence[];
}

/** Returns everything that refuses a connection, in both directions. Without a rule that denies, a further rule or tier can deny. */
export function refusalsOf(policies: NetworkPolicies, connection: Connection): readonly Refusal[] {
  const { from, to } = connection;
  const [address] = from.kind === 'pod' ? policies.examplesFor(from.namespace) : [];
  const isUnknown = to.kind === 'outside' && to.address === undefined;
  const asked = isUnknown ? { ...connection, to: { ...to, address, isExample: true } } : connection;
  return (['egress', 'ingress'] as const).flatMap((direction) => {
    const lifted = new Set<object>();
    const refusals: Refusal[] = [];
    for (;;) {
      const { allowed, rule, decidedBy } = directionVerdict(policies, direction, asked, lifted);
      if (allowed) return refusals;
      refusals.push({ direction, decidedBy });
      if (rule === undefined) return refusals;
      lifted.add(rule);
    }
  });
}

/** A verdict, and the rule of a ClusterNetworkPolicy that decides. */
interface DirectionVerdict extends Verdict {
  readonly rule?: object;
  readonly isUnevaluated?: boolean;
}

/** The verdict of one direction without the policies that are not evaluated. */
function assumedInDirection(policies: NetworkPolicies, direction: Direction, connection: Connection): DirectionVerdict {
  const verdict = directionVerdict(policies, direction, connection);
  const words = verdict.allowed
    ? 'denies nothing that other policies allow'
    : 'allows nothing that other policies deny';
  const unchanged = unevaluated(policies, direction, connection, verdict).map(
    (each) => `${nameOf(each)} ${words}: policies of this kind are not evaluated`,
  );
  return withAssumptions(verdict.allowed, verdict, unchanged);
}

/** The verdict of one direction, if each policy that is not evaluated allows what the policy can allow. */
function worstInDirection(policies: NetworkPolicies, direction: Direction, connection: Connection): DirectionVerdict {
  const verdict = directionVerdict(policies, direction, connection);
  const opening = verdict.allowed ? [] : unevaluated(policies, direction, connection, verdict);
  if (opening.length === 0) return assumedInDirection(policies, direction, connection);
  const decidedBy = opening.map((manifest) => ({ manifest, path: ['spec', direction] }));
  const allowing = opening.map((each) => `${nameOf(each)} is not evaluated: the connection counts as allowed`);
  return { ...withAssumptions(true, { ...verdict, decidedBy }, allowing), isUnevaluated: true };
}

/** The policies that are not evaluated, and that can change a verdict. */
function unevaluated(
  { foreign }: NetworkPolicies,
  direction: Direction,
  { from, to }: Connection,
  { allowed }: Verdict,
): readonly Manifest[] {
  const pod = direction === 'egress' ? from : to;
  if (pod.kind !== 'pod') return [];
  return allowed ? foreign.of(pod.namespace) : foreign.opening(direction, pod.namespace);
}

function directionVerdict(
  policies: NetworkPolicies,
  direction: Direction,
  connection: Connection,
  lifted?: ReadonlySet<object>,
): DirectionVerdict {
  const pod = direction === 'egress' ? connection.from : connection.to;
  if (pod.kind !== 'pod') return OPEN;
  const { byNamespace, admin, baseline, namespaces } = policies;
  const first = tierVerdict(admin, direction, connection, namespaces, lifted);
  if (first.action !== 'Pass') return withAssumptions(first.action === 'Accept', first, []);
  const own = networkPolicyVerdict(byNamespace.get(pod.namespace) ?? [], direction, connection, namespaces);
  if (own !== undefined) return withAssumptions(own.allowed, own, first.assumptions);
  const last = tierVerdict(baseline, direction, connection, namespaces, lifted);
  return withAssumptions(last.action !== 'Deny', last, first.assumptions);
}

function withAssumptions(
  allowed: boolean,
  { decidedBy, assumptions, rule }: Omit<DirectionVerdict, 'allowed'>,
  more: readonly string[],
): DirectionVerdict {
  const relies = more.length === 0 ? assumptions : [...new Set([...assumptions, ...more])];
  return { allowed, decidedBy, assumptions: relies, rule };
}

/** Returns the policies of a mesh. */
export const networkPoliciesOf = perMesh((mesh): NetworkPolicies => {
  const byNamespace = new Map<string, Policy<NetworkPolicySpec>[]>();
  const foreign = new ForeignPolicies();
  const cluster: Policy<ClusterNetworkPolicySpec>[] = [];
  for (const manifest of mesh.manifests) {
    const { kind, apiVersion } = manifest;
    const [group = '', version] = apiVersion.split('/');
    if (kind === 'NetworkPolicy' && group === 'networking.k8s.io') {
      const policy = policyOf<NetworkPolicySpec>(manifest);
      addTo(byNamespace, policy.namespace, { ...policy, spec: withJoinedBlocks(policy.spec) });
    } else if (kind === 'ClusterNetworkPolicy' && group === POLICY_API && version === 'v1alpha2') {
      const policy = policyOf<ClusterNetworkPolicySpec>(manifest);
      cluster.push({ ...policy, spec: withJoinedNetworks(policy.spec) });
    } else if (isConnectionPolicy(manifest)) {
      foreign.add(manifest);
    }
  }
  const tier = (name: string) =>
    cluster.filter(({ spec }) => spec.tier === name).sort((a, b) => (a.spec.priority ?? 0) - (b.spec.priority ?? 0));
  const networks = cluster.flatMap(({ spec }) => networksOf(spec));
  const examples = new Memo<readonly string[]>();
  return {
    byNamespace,
    examplesFor: (namespace) =>
      examples.get(namespace, () => {
        const own = (byNamespace.get(namespace) ?? []).flatMap(({ spec }) => rangesOf(spec));
        return internetAddresses([...own, ...networks]);
      }),
    admin: tier('Admin'),
    baseline: tier('Baseline'),
    namespaces: new NamespaceLabels(mesh),
    foreign,
  };
});

const POLICY_API = 'policy.networking.k8s.io';

function policyOf<Spec>(manifest: Manifest): Policy<Spec> {
  return { namespace: namespaceOf(manifest), spec: (manifest.spec ?? {}) as Spec, manifest };
}
