import { NAMESPACE_NAME } from '../../input/label-names';
import { LabelSelector, LabelSelectorOperator } from '../../pods/label-selector';
import { EgressError } from '../../input/egress-error';
import { groupBy } from '../../input/group-by';
import { NetworkPolicySpec } from './lockdown';
import { PeerPort } from './peer-rule';

/** The part of a ClusterNetworkPolicy's spec that this library writes. */
export interface ClusterNetworkPolicySpec {
  readonly tier: 'Admin';
  readonly priority: number;
  readonly subject: { readonly namespaces: Selector };
  readonly egress: readonly Rule[];
}

type Selector = Pick<LabelSelector, 'matchLabels' | 'matchExpressions'>;
type EgressRule = NetworkPolicySpec['egress'][number];
type NetworkPolicyPeer = EgressRule['to'][number];

interface Rule {
  readonly action: 'Pass' | 'Deny';
  readonly to: readonly Peer[];
  readonly protocols?: readonly Protocol[];
}

interface Peer {
  readonly namespaces?: Selector;
  readonly pods?: { readonly namespaceSelector: Selector; readonly podSelector: Selector };
  readonly networks?: readonly string[];
}

type Protocol = { readonly [Name in 'tcp' | 'udp']?: { readonly destinationPort: { readonly number: number } } };

/** The parts of a ClusterNetworkPolicy besides the rules of a lockdown. */
export interface ClusterLockdown {
  readonly priority: number;
  /** The namespaces that are closed. */
  readonly subject: LabelSelector;
  /** Whether the pods of these namespaces may reach each other. */
  readonly allowBetweenNamespaces: boolean;
}

/** The API server accepts 25 rules of a policy, and 25 peers, networks and protocols of a rule. */
const LIMIT = 25;

/** Every address, and every pod: a network plugin may apply ranges of addresses to the outside of the cluster only. */
const EVERYTHING: readonly Peer[] = [{ networks: ['0.0.0.0/0', '::/0'] }, { namespaces: {} }];

/** Returns a selector of the namespaces that another selector selects, without some. */
export function exceptNamespaces(selector: LabelSelector, exempt: readonly string[]): LabelSelector {
  const { matchLabels, matchExpressions = [] } = selector;
  const others = { key: NAMESPACE_NAME, operator: 'NotIn', values: [...new Set(exempt)].sort() };
  return {
    ...(matchLabels && { matchLabels }),
    matchExpressions: [...matchExpressions, others] as LabelSelector['matchExpressions'],
  };
}

/** Returns the names of the only namespaces that a selector can select; undefined if the selector has no names. */
export function namesIn({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly string[] | undefined {
  const name = matchLabels[NAMESPACE_NAME];
  if (name !== undefined) return [name];
  return matchExpressions.find(({ key, operator }) => key === NAMESPACE_NAME && operator === LabelSelectorOperator.IN)
    ?.values;
}

/**
 * Returns the ClusterNetworkPolicy that denies all egress of namespaces except what the NetworkPolicy of a lockdown allows. `Pass`
 * leaves the decision to the NetworkPolicies of the namespaces, which can allow less and cannot allow more.
 *
 * @param lockdown a spec with resolved tokens
 * @throws EgressError if the policy needs more rules than the API server accepts
 */
export function clusterNetworkPolicySpec(
  { egress }: NetworkPolicySpec,
  { priority, subject, allowBetweenNamespaces }: ClusterLockdown,
): ClusterNetworkPolicySpec {
  const between: readonly Rule[] = allowBetweenNamespaces ? [{ action: 'Pass', to: [{ namespaces: subject }] }] : [];
  const pass = [...between, ...[...groupBy(egress, portsOf).values()].flatMap(passRules)];
  if (pass.length >= LIMIT) throw tooManyRules(pass.length);
  return {
    tier: 'Admin',
    priority,
    subject: { namespaces: subject },
    egress: [...pass, { action: 'Deny', to: EVERYTHING }],
  };
}

/** Returns the ports of a rule as text. */
function portsOf({ ports = [] }: EgressRule): string {
  return JSON.stringify(ports.map(({ protocol, port }) => [protocol, port]));
}

/** Returns the rules of peers with the same ports. */
function passRules(rules: readonly EgressRule[]): readonly Rule[] {
  const peers = inPieces(toPeers(rules.flatMap(({ to }) => to)));
  const protocols = (rules[0]?.ports ?? []).map(toProtocol);
  if (protocols.length === 0) return peers.map((to) => ({ action: 'Pass', to }));
  return peers.flatMap((to) => inPieces(protocols).map((some): Rule => ({ action: 'Pass', to, protocols: some })));
}

/** Returns pods, then ranges; a peer may have several ranges. */
function toPeers(peers: readonly NetworkPolicyPeer[]): readonly Peer[] {
  const networks = peers.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock.cidr]));
  return [
    ...peers.filter(({ ipBlock }) => ipBlock === undefined).map(toPods),
    ...inPieces([...new Set(networks)]).map((some) => ({ networks: some })),
  ];
}

function toPods({ namespaceSelector = {}, podSelector }: NetworkPolicyPeer): Peer {
  return podSelector === undefined ? { namespaces: namespaceSelector } : { pods: { namespaceSelector, podSelector } };
}

function toProtocol({ protocol, port }: PeerPort): Protocol {
  const match = { destinationPort: { number: port } };
  return protocol === 'TCP' ? { tcp: match } : { udp: match };
}

function inPieces<T>(values: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / LIMIT) }, (_, index) =>
    values.slice(index * LIMIT, (index + 1) * LIMIT),
  );
}

function tooManyRules(count: number): EgressError {
  return EgressError.of({
    code: 'EGR0562',
    problem: `allowTo cannot need more than ${LIMIT - 1} rules of a ClusterNetworkPolicy`,
    got: count,
    allowed: `${LIMIT} rules, one of which denies everything else; peers with the same ports share a rule, ${LIMIT} of them or ${LIMIT} ports at a time`,
    fix: 'write the same ports for several peers, or fewer and wider peers',
  });
}
