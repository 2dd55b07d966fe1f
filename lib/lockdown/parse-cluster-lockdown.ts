import { IConstruct } from 'constructs';
import { assertSameMesh } from '../gateway/to-gateway-model';
import { assertBoolean } from '../input/boolean';
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { parseOptionalNamespaces } from '../input/namespaces';
import { PropertyHints, PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { wholeNumber } from '../input/shape';
import { sourceOf } from '../input/source-text';
import { assertLiteral } from '../input/token';
import { LabelSelector } from '../pods/label-selector';
import { namespaceSelector } from '../pods/pod-shapes';
import { ClusterDns } from './cluster-dns';
import { ClusterLockdownPolicyProps } from './cluster-lockdown-policy-props';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';
import { parseControlPlane, parseDns, parsePeers } from './parse-values';

const PROPERTIES: PropertyNames<ClusterLockdownPolicyProps> = {
  gateway: true,
  namespaceSelector: true,
  exemptNamespaces: true,
  allowBetweenNamespaces: true,
  allowTo: true,
  dns: true,
  controlPlane: true,
  priority: true,
};

const HINTS: PropertyHints = {
  gateway: REQUIRED,
  namespaceSelector: REQUIRED,
  namespaces: (value) =>
    `use an EgressLockdownPolicy, or write namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: LabelSelectorOperator.IN, values: ${sourceOf(value) ?? '["payments"]'} }] }`,
  selector: 'namespaceSelector',
  except: 'exemptNamespaces',
  peers: 'allowTo',
  to: 'allowTo',
};

const PRIORITY = 100;
/** A peer that is accepted, as source code. */
const EXAMPLE_PEER = "EgressPeer.namespace('databases')";

/** The properties of a lockdown of the cluster with their defaults. */
export interface ParsedClusterLockdown {
  readonly namespaceSelector: LabelSelector;
  readonly exemptNamespaces: readonly string[];
  readonly allowBetweenNamespaces: boolean;
  readonly priority: number;
  readonly dns: ClusterDns;
  readonly controlPlane: ControlPlane;
  readonly peers: readonly EgressPeer[];
}

/**
 * Reads the properties of a lockdown of the cluster.
 *
 * @throws EgressError that names every malformed property, and every peer that a ClusterNetworkPolicy cannot express
 */
export function parseClusterLockdown(construct: IConstruct, props: ClusterLockdownPolicyProps): ParsedClusterLockdown {
  return readProperties(
    'ClusterLockdownPolicy',
    props,
    PROPERTIES,
    (given) => ({
      gateway: () => assertSameMesh(construct, given.gateway),
      namespaceSelector: () => parseSelector(given.namespaceSelector),
      exemptNamespaces: () => parseOptionalNamespaces('exemptNamespaces', given.exemptNamespaces),
      allowBetweenNamespaces: () => {
        assertBoolean('allowBetweenNamespaces', given.allowBetweenNamespaces);
        return given.allowBetweenNamespaces ?? false;
      },
      priority: () => {
        assertLiteral('priority', given.priority);
        return wholeNumber(0, 1000)('priority', given.priority ?? PRIORITY);
      },
      dns: () => parseDns(given.dns),
      controlPlane: () => parseControlPlane(given.controlPlane),
      peers: () => parseClusterPeers(construct, given.allowTo ?? []),
    }),
    HINTS,
  );
}

/** The selector must be a literal in all its parts: the checks of the mesh read the selector before tokens are resolved. */
function parseSelector(selector: LabelSelector): LabelSelector {
  assertLiterals('namespaceSelector', selector, SELECTOR_DEPTH);
  return namespaceSelector('namespaceSelector', selector);
}

/** Levels of a selector: the selector, matchExpressions, a requirement, values, a value. */
const SELECTOR_DEPTH = 5;

function assertLiterals(what: string, value: unknown, depth: number): void {
  assertLiteral(what, value);
  if (depth === 1 || typeof value !== 'object' || value === null) return;
  const path = (key: string): string => (Array.isArray(value) ? `${what}[${key}]` : `${what}.${key}`);
  readEach(Object.entries(value), ([key, inner]) => assertLiterals(path(key), inner, depth - 1));
}

/**
 * Returns the peers of `allowTo`.
 *
 * @throws EgressError for every value that is not a peer, for gateways of other meshes, and for every peer that a ClusterNetworkPolicy
 * cannot express
 */
export function parseClusterPeers(construct: IConstruct, peers: readonly EgressPeer[]): readonly EgressPeer[] {
  return readEach(parsePeers(construct, peers, EXAMPLE_PEER), (peer) => {
    for (const { namespaceLabels, ipBlock } of peer._rule.peers) {
      if (ipBlock === undefined && namespaceLabels === undefined) throw ofOwnNamespace(peer);
      if ((ipBlock?.except ?? []).length > 0) throw withExceptions(peer);
    }
    return peer;
  });
}

function ofOwnNamespace(peer: EgressPeer): EgressError {
  return EgressError.of({
    code: 'EGR0561',
    problem: "allowTo cannot have pods of the closed pod's own namespace",
    got: String(peer),
    allowed:
      'namespaces by name or labels, ranges of addresses, and gateways: a ClusterNetworkPolicy has no field for the own namespace',
    fix: 'write allowBetweenNamespaces: true, or EgressPeer.namespace("NAME") for each namespace',
  });
}

function withExceptions(peer: EgressPeer): EgressError {
  return EgressError.of({
    code: 'EGR0561',
    problem: 'allowTo cannot have a range with exceptCidrs',
    got: String(peer),
    allowed: 'ranges without exceptions: a ClusterNetworkPolicy has no field for them',
    fix: 'write an EgressPeer.cidr(...) for each range around the exceptions',
  });
}
