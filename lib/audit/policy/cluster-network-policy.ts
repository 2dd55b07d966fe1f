import { Evidence } from '../manifest/evidence';
import { joinedRanges } from '../model/address-set';
import { allOf, anyOf, assumed, certain, Claim } from './claim';
import { Connection, Endpoint, PodEndpoint, Protocol } from './endpoint';
import { NamespaceLabels } from './namespaces';
import { Direction, hasNamedPort, Policy } from './network-policy';
import { isInBlock } from './ip-block';
import { endsOfPorts, OpenedPort, OpeningRule } from './opening-rule';
import { LabelSelector, selects } from '../model/label-selector';

/** Spec of a ClusterNetworkPolicy, as far as the spec decides. */
export interface ClusterNetworkPolicySpec {
  readonly tier?: string;
  readonly priority?: number;
  readonly subject?: PodPeer;
  readonly ingress?: readonly (Rule & { readonly from?: readonly Peer[] })[];
  readonly egress?: readonly (Rule & { readonly to?: readonly Peer[] })[];
}

/** Pods by the labels of their namespace, or by these and their own labels. */
interface PodPeer {
  readonly namespaces?: LabelSelector;
  readonly pods?: { readonly namespaceSelector?: LabelSelector; readonly podSelector?: LabelSelector };
}

interface Peer extends PodPeer {
  readonly nodes?: LabelSelector;
  readonly networks?: readonly string[];
  readonly domainNames?: readonly string[];
}

interface Rule {
  readonly action: string;
  readonly protocols?: readonly ProtocolMatch[];
}

type ProtocolMatch = { readonly [Name in 'tcp' | 'udp' | 'sctp']?: { readonly destinationPort?: DestinationPort } } & {
  readonly destinationNamedPort?: string;
};

interface DestinationPort {
  readonly number?: number;
  readonly range?: { readonly start: number; readonly end: number };
}

/** The decision of a tier: the first rule that matches. */
export interface TierVerdict {
  /** `Pass` also if no rule matches: the next tier decides. */
  readonly action: 'Accept' | 'Deny' | 'Pass';
  /** The rule that matches. */
  readonly rule?: object;
  readonly decidedBy: readonly Evidence[];
  readonly assumptions: readonly string[];
}

/**
 * Returns the decision of the ClusterNetworkPolicies of one tier about a connection in one direction.
 *
 * @param policies the policies of the tier, by priority
 * @param lifted rules that do not count
 * @see https://network-policy-api.sigs.k8s.io/api-overview/
 */
export function tierVerdict(
  policies: readonly Policy<ClusterNetworkPolicySpec>[],
  direction: Direction,
  connection: Connection,
  namespaces: NamespaceLabels,
  lifted: ReadonlySet<object> = new Set(),
): TierVerdict {
  const [pod, other] = direction === 'egress' ? [connection.from, connection.to] : [connection.to, connection.from];
  const passed: string[] = [];
  if (pod.kind !== 'pod') return { action: 'Pass', decidedBy: [], assumptions: [] };
  for (const { spec, manifest } of policies) {
    const subject = arePods(spec.subject ?? {}, pod, namespaces);
    for (const [index, { rule, peers }] of rulesOf(spec, direction).entries()) {
      if (lifted.has(rule)) continue;
      const { action, protocols } = rule;
      const peer = anyOf(peers.map((each) => isPeer(each, other, namespaces, action !== 'Deny')));
      const port = protocols?.length ? anyOf(protocols.map((each) => isPort(each, connection))) : certain(true);
      const claim = allOf([subject, peer, port]);
      if (!claim.holds) {
        passed.push(...claim.relies);
        continue;
      }
      const decidedBy = [{ manifest, path: ['spec', direction, index] }];
      return { action: actionOf(action), rule, decidedBy, assumptions: [...new Set([...passed, ...claim.relies])] };
    }
  }
  return { action: 'Pass', decidedBy: [], assumptions: [...new Set(passed)] };
}

/** Returns the ranges of the rules for egress of a policy. */
export function networksOf({ egress = [] }: ClusterNetworkPolicySpec): string[] {
  return egress.flatMap(({ to = [] }) => to.flatMap(({ networks = [] }) => networks));
}

/** Returns the patterns of names of the rules for egress of a policy. */
export function domainNamesOf({ egress = [] }: ClusterNetworkPolicySpec): string[] {
  return egress.flatMap(({ to = [] }) => to.flatMap(({ domainNames = [] }) => domainNames));
}

/** Returns a policy in which networks of a peer that are one range together are one network. */
export function withJoinedNetworks(spec: ClusterNetworkPolicySpec): ClusterNetworkPolicySpec {
  const joined = (peer: Peer): Peer =>
    (peer.networks?.length ?? 0) < 2 ? peer : { ...peer, networks: joinedRanges(peer.networks ?? []) };
  return { ...spec, egress: spec.egress?.map((rule) => ({ ...rule, to: rule.to?.map(joined) })) };
}

/** Returns the rules for egress of a policy that allow connections to addresses. */
export function openingRulesOfCluster({ egress = [] }: ClusterNetworkPolicySpec): OpeningRule[] {
  return egress
    .filter(({ action }) => action === 'Accept')
    .map(({ to = [], protocols = [] }) => ({
      blocks: to.flatMap(({ networks = [] }) => networks.map((cidr) => ({ cidr }))),
      ports: protocols.length === 0 ? endsOfPorts('TCP') : protocols.flatMap(portsOf),
    }));
}

function portsOf(match: ProtocolMatch): OpenedPort[] {
  return (['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) => {
    const found = match[KEYS[protocol]];
    if (found === undefined) return [];
    const { number, range } = found.destinationPort ?? {};
    return endsOfPorts(protocol, range?.start ?? number, range?.end);
  });
}

/** Returns the ports at which the rules for egress of a policy begin to match, or end. */
export function edgePortsOf({ egress = [] }: ClusterNetworkPolicySpec): number[] {
  return egress.flatMap(({ protocols = [] }) =>
    protocols.flatMap(({ tcp, udp, sctp }) =>
      [tcp, udp, sctp].flatMap((match) => {
        const { number, range } = match?.destinationPort ?? {};
        const { start = number, end = number } = range ?? {};
        return start === undefined || end === undefined ? [] : [start, end + 1];
      }),
    ),
  );
}

/** The API server accepts three actions. */
function actionOf(action: string): TierVerdict['action'] {
  return action === 'Accept' || action === 'Deny' ? action : 'Pass';
}

function rulesOf(
  { egress = [], ingress = [] }: ClusterNetworkPolicySpec,
  direction: Direction,
): { readonly rule: Rule; readonly peers: readonly Peer[] }[] {
  return direction === 'egress'
    ? egress.map((rule) => ({ rule, peers: rule.to ?? [] }))
    : ingress.map((rule) => ({ rule, peers: rule.from ?? [] }));
}

function isPeer(peer: Peer, end: Endpoint, namespaces: NamespaceLabels, allows: boolean): Claim {
  const { networks = [], domainNames = [], nodes } = peer;
  if (end.kind === 'pod') {
    return anyOf([arePods(peer, end, namespaces), ...networks.map((cidr) => isInBlock({ cidr }, end, allows))]);
  }
  return anyOf([
    ...networks.map((cidr) => isInBlock({ cidr }, end, allows)),
    ...(nodes === undefined ? [] : [assumed(false, `${end.host} is not a node of the cluster`)]),
    ...domainNames.map((name) => assumed(isNamed(name, end.host), 'the network plugin supports domain names')),
  ]);
}

function arePods({ namespaces: all, pods }: PodPeer, pod: PodEndpoint, namespaces: NamespaceLabels): Claim {
  if (all !== undefined) return namespaces.areSelected(all, pod.namespace);
  if (pods === undefined) return certain(false);
  const { namespaceSelector = {}, podSelector = {} } = pods;
  return allOf([namespaces.areSelected(namespaceSelector, pod.namespace), certain(selects(podSelector, pod.labels))]);
}

function isPort(match: ProtocolMatch, connection: Connection): Claim {
  if (match.destinationNamedPort !== undefined) return hasNamedPort(match.destinationNamedPort, connection);
  const found = match[KEYS[connection.protocol]];
  if (found === undefined) return certain(false);
  const { number, range } = found.destinationPort ?? {};
  if (range !== undefined) return certain(connection.port >= range.start && connection.port <= range.end);
  return certain(number === undefined || number === connection.port);
}

const KEYS: Readonly<Record<Protocol, 'tcp' | 'udp' | 'sctp'>> = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' };

/** Returns whether a pattern matches a host. A wildcard matches one label or more. */
function isNamed(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host;
}
