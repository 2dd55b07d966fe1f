import { NAMESPACE_NAME } from '../input/label-names';
import { EgressError } from '../input/egress-error';
import { assertLabels, Labels } from '../input/labels';
import { parseDnsLabel } from '../input/kubernetes-name';
import { isToken } from '../input/token';
import { assertIpBlock } from '../network/ip-block';
import { PeerSelector } from '../render/network-policy/peer-rule';

/** The part of cdk8s-plus' `INetworkPolicyPeer` that is read: the same from cdk8s-plus-28 to cdk8s-plus-33. */
interface Peer {
  toNetworkPolicyPeerConfig(): PeerConfig;
}

interface PeerConfig {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly podSelector?: {
    readonly labelSelector?: Selector;
    /** The policy's own namespace if undefined. */
    readonly namespaces?: { readonly labelSelector?: Selector; readonly names?: readonly string[] };
  };
}

/** A `LabelSelector` of cdk8s-plus. */
interface Selector {
  _toKube(): { readonly matchLabels?: Labels; readonly matchExpressions?: readonly Expression[] };
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/**
 * Returns the selectors of a network policy peer of cdk8s-plus, which is recognized by its shape: pods, namespaces or addresses.
 *
 * @param hasPorts whether the rule is for certain ports
 * @throws EgressError for other values, and for a peer that a lockdown cannot express
 */
export function selectorsOf(peer: unknown, hasPorts: boolean): readonly PeerSelector[] {
  const { ipBlock, podSelector } = isPeer(peer) ? peer.toNetworkPolicyPeerConfig() : {};
  if (ipBlock !== undefined) {
    const { cidr, except } = ipBlock;
    assertIpBlock(cidr, except ?? [], hasPorts);
    return [{ ipBlock: { cidr, ...(except && { except: sortedRanges(except) }) } }];
  }
  if (podSelector === undefined) throw noPeer(peer);
  const podLabels = labelsOrNone(labelsOf('pods', podSelector.labelSelector));
  return namespacesOf(podSelector.namespaces, hasPorts || podLabels !== undefined).map((namespaceLabels) => ({
    ...(namespaceLabels && { namespaceLabels }),
    ...(podLabels && { podLabels }),
  }));
}

type Namespaces = NonNullable<PeerConfig['podSelector']>['namespaces'];

/** Returns the labels of each selected group of namespaces; undefined for the policy's own namespace. */
function namespacesOf(namespaces: Namespaces, isNarrowed: boolean): readonly (Labels | undefined)[] {
  const { names, labelSelector } = namespaces ?? {};
  if (names === undefined && labelSelector === undefined) return [undefined];
  const labels = labelsOf('namespaces', labelSelector);
  if (names?.length === 0 || (names === undefined && labelsOrNone(labels) === undefined && !isNarrowed)) {
    throw inexpressible(
      names === undefined ? 'peer cannot select every pod of the cluster on all ports' : 'peer must select namespaces',
      names ?? labels,
      "write namespaces: Namespaces.select(this, 'databases', { names: ['databases'] })",
    );
  }
  return (names ?? [undefined]).map((name) =>
    name === undefined ? labels : { ...labels, [NAMESPACE_NAME]: parseDnsLabel('namespace', name) },
  );
}

/** Returns the labels of a selector. An expression with one value of a label is the same as the label. */
function labelsOf(what: string, selector: Selector | undefined): Labels {
  if (selector !== undefined && typeof selector._toKube !== 'function') throw noPeer(selector);
  const { matchLabels = {}, matchExpressions = [] } = selector?._toKube() ?? {};
  const labels = { ...matchLabels };
  for (const { key, operator, values = [] } of matchExpressions) {
    const [value] = values;
    if (operator !== 'In' || values.length !== 1 || value === undefined || (labels[key] ?? value) !== value) {
      throw inexpressible(
        `peer cannot select ${what} by expressions`,
        `${key} ${operator} ${values.join(', ')}`.trim(),
        `write labels: { ${JSON.stringify(key)}: ${JSON.stringify(value ?? 'true')} }, and one peer for each value`,
      );
    }
    labels[key] = value;
  }
  assertLabels(what, labels);
  return labels;
}

function labelsOrNone(labels: Labels): Labels | undefined {
  return Object.keys(labels).length === 0 ? undefined : labels;
}

function isPeer(value: unknown): value is Peer {
  return typeof (value as Partial<Peer> | undefined | null)?.toNetworkPolicyPeerConfig === 'function';
}

function noPeer(value: unknown): EgressError {
  return EgressError.of({
    code: 'EGR0103',
    problem: 'peer must be a network policy peer of cdk8s-plus',
    got: value,
    allowed:
      'an INetworkPolicyPeer of cdk8s-plus-28 to cdk8s-plus-33: Pods, Namespaces, a workload, NetworkPolicyIpBlock',
    fix: "write EgressPeer.namespace('databases') to select a namespace by name",
  });
}

function inexpressible(problem: string, got: unknown, fix: string): EgressError {
  return EgressError.of({
    code: 'EGR0503',
    problem,
    got,
    allowed: 'namespaces by name or labels, pods by labels, and ranges of addresses',
    fix,
  });
}

/** Returns ranges in order, as the order has no meaning. Ranges with tokens keep their order. */
export function sortedRanges(ranges: readonly string[]): readonly string[] {
  return ranges.some(isToken) ? ranges : [...ranges].sort();
}
