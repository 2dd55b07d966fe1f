import { Evidence } from '../manifest/evidence';
import { Manifest } from '../manifest/manifest';
import { allOf, anyOf, assumed, certain, Claim } from './claim';
import { joinedRanges } from '../model/address-set';
import { Connection, Endpoint, PodEndpoint, Protocol } from './endpoint';
import { NamespaceLabels } from './namespaces';
import { IpBlock, isInBlock } from './ip-block';
import { endsOfPorts, OpeningRule } from './opening-rule';
import { SelectionIndex } from './selection-index';
import { LabelSelector, selects } from '../model/label-selector';
import { Verdict } from './verdict';

/** A policy with its spec. */
export interface Policy<Spec> {
  readonly namespace: string;
  readonly spec: Spec;
  readonly manifest: Manifest;
}

/** Spec of a NetworkPolicy, as far as the spec decides. */
export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
}

/** One peer of a rule. */
interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: IpBlock;
}

interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** The direction of a connection, seen from the pod that a policy selects. */
export type Direction = 'ingress' | 'egress';

/**
 * Returns the verdict of the NetworkPolicies of a pod's namespace on a connection of the pod in one direction. Undefined if no policy
 * selects the pod in that direction.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicyVerdict(
  policies: readonly Policy<NetworkPolicySpec>[],
  direction: Direction,
  connection: Connection,
  namespaces: NamespaceLabels,
): Verdict | undefined {
  const pod = direction === 'egress' ? connection.from : connection.to;
  if (pod.kind !== 'pod') return undefined;
  const selecting = indexOf(policies)
    .candidatesFor(pod.labels)
    .filter((policy) => isSelected(policy, direction, pod));
  if (selecting.length === 0) return undefined;
  const rules = selecting.flatMap((policy) => rulesOf(policy, direction, connection, namespaces));
  const { holds: allowed, relies: assumptions } = anyOf(rules.map(({ claim }) => claim));
  if (!allowed) return { allowed, decidedBy: selecting.map(({ manifest }) => ({ manifest })), assumptions };
  const open = rules.filter(({ claim }) => claim.holds);
  const decisive = open.find(({ claim }) => claim.relies.length === assumptions.length);
  return { allowed, decidedBy: decisive === undefined ? [] : [decisive.evidence], assumptions };
}

/** Returns whether a policy confines connections that pods open. */
export function isForEgress(spec: NetworkPolicySpec): boolean {
  return typesOf(spec).includes('Egress');
}

const indexes = new WeakMap<object, SelectionIndex<Policy<NetworkPolicySpec>>>();

/** Returns the policies by the labels of the pods that they select. The index of a list is made once. */
function indexOf(policies: readonly Policy<NetworkPolicySpec>[]): SelectionIndex<Policy<NetworkPolicySpec>> {
  const index = indexes.get(policies) ?? new SelectionIndex(policies, ({ spec }) => spec.podSelector ?? {});
  indexes.set(policies, index);
  return index;
}

/** Returns the ranges of a policy, also those that a block leaves out. */
export function rangesOf({ ingress = [], egress = [] }: NetworkPolicySpec): string[] {
  const peers = [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)];
  return peers.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock.cidr, ...(ipBlock.except ?? [])]));
}

/**
 * Returns the rules for egress of a policy. A rule without destinations is for every address. A port with a name is none of a host outside
 * the cluster.
 */
export function openingRules({ egress = [] }: NetworkPolicySpec): OpeningRule[] {
  return egress.map(({ to = [], ports = [] }) => ({
    blocks: to.length === 0 ? EVERY_ADDRESS : to.flatMap(({ ipBlock }) => ipBlock ?? []),
    ports:
      ports.length === 0
        ? endsOfPorts('TCP')
        : ports.flatMap(({ protocol = 'TCP', port, endPort }) =>
            typeof port === 'string' ? [] : endsOfPorts(protocol as Protocol, port, endPort),
          ),
  }));
}

const EVERY_ADDRESS: readonly IpBlock[] = [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }];

/** Returns a policy in which blocks of a rule that are one range together are one block. */
export function withJoinedBlocks(spec: NetworkPolicySpec): NetworkPolicySpec {
  if (!spec.egress?.some(({ to = [] }) => to.length > 1)) return spec;
  const egress = spec.egress.map((rule) => {
    const [whole, others] = [new Set<string>(), [] as Peer[]];
    for (const peer of rule.to ?? []) {
      if (peer.ipBlock === undefined || peer.ipBlock.except?.length) others.push(peer);
      else whole.add(peer.ipBlock.cidr);
    }
    const joined = joinedRanges([...whole]);
    // A rule without peers is for every destination, a rule with malformed ranges for none.
    return joined.length === 0 ? rule : { ...rule, to: [...others, ...joined.map((cidr) => ({ ipBlock: { cidr } }))] };
  });
  return { ...spec, egress };
}

/** The API server adds `Egress` to absent policy types if the policy has rules for egress. */
function typesOf({ policyTypes, egress }: NetworkPolicySpec): readonly string[] {
  return policyTypes?.length ? policyTypes : ['Ingress', ...(egress?.length ? ['Egress'] : [])];
}

function isSelected({ spec }: Policy<NetworkPolicySpec>, direction: Direction, pod: PodEndpoint): boolean {
  const type = direction === 'egress' ? 'Egress' : 'Ingress';
  return typesOf(spec).includes(type) && selects(spec.podSelector ?? {}, pod.labels);
}

function rulesOf(
  { spec, namespace, manifest }: Policy<NetworkPolicySpec>,
  direction: Direction,
  connection: Connection,
  namespaces: NamespaceLabels,
): { readonly claim: Claim; readonly evidence: Evidence }[] {
  const other = direction === 'egress' ? connection.to : connection.from;
  const rules =
    direction === 'egress'
      ? (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
      : (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }));
  return rules.map(({ peers, ports }, index) => {
    const peer = peers?.length ? anyOf(peers.map((each) => isPeer(each, namespace, other, namespaces))) : certain(true);
    const port = ports?.length ? anyOf(ports.map((each) => isPort(each, connection))) : certain(true);
    return { claim: allOf([peer, port]), evidence: { manifest, path: ['spec', direction, index] } };
  });
}

function isPeer(peer: Peer, home: string, end: Endpoint, namespaces: NamespaceLabels): Claim {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock !== undefined) return isInBlock(ipBlock, end, true);
  if (end.kind !== 'pod' || (namespaceSelector === undefined && podSelector === undefined)) return certain(false);
  const namespace = namespaceSelector
    ? namespaces.areSelected(namespaceSelector, end.namespace)
    : certain(end.namespace === home);
  return allOf([namespace, certain(selects(podSelector ?? {}, end.labels))]);
}

function isPort({ protocol = 'TCP', port, endPort }: Port, connection: Connection): Claim {
  if (protocol !== connection.protocol) return certain(false);
  if (port === undefined) return certain(true);
  if (typeof port === 'string') return hasNamedPort(port, connection);
  return certain(connection.port >= port && connection.port <= (endPort ?? port));
}

/** Returns whether the destination has the port under a name. No host outside the cluster has names of ports. */
export function hasNamedPort(name: string, { to, port, protocol }: Connection): Claim {
  if (to.kind !== 'pod') return certain(false);
  if (to.ports === undefined) return assumed(false, `port ${port} of the pods of ${to.namespace} is not named ${name}`);
  return certain(to.ports.some((each) => each.name === name && each.number === port && each.protocol === protocol));
}
