import { IConstruct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { assertSameMesh } from '../gateway/to-gateway-model';
import { assertBoolean } from '../input/boolean';
import { readAll, readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { Labels, parsePodLabels, POD_LABEL_HINTS } from '../input/labels';
import { parseNamespaces } from '../input/namespaces';
import { assertApplicationNamespaces, assertCreatable } from '../input/system-namespaces';
import { PropertyHints, PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressLockdownPolicyProps } from './egress-lockdown-policy-props';
import { EgressPeer } from './egress-peer';
import { LockdownMode } from './lockdown-mode';
import { parseControlPlane, parseDns, parsePeers } from './parse-values';
import { PodSecurity } from './pod-security';

const PROPERTIES: PropertyNames<EgressLockdownPolicyProps> = {
  gateway: true,
  namespaces: true,
  podLabels: true,
  dns: true,
  controlPlane: true,
  allowTo: true,
  mode: true,
  createNamespaces: true,
  podSecurity: true,
};

const HINTS: PropertyHints = {
  gateway: REQUIRED,
  namespaces: REQUIRED,
  ...POD_LABEL_HINTS,
  clientNamespaces: 'namespaces',
  createNamespace: 'createNamespaces',
  peers: 'allowTo',
  to: 'allowTo',
};

/** A peer that is accepted, as source code. */
export const EXAMPLE_PEER = 'EgressPeer.sameNamespace()';

/** The properties of a lockdown with their defaults. */
export interface ParsedLockdown {
  /** Sorted. */
  readonly namespaces: readonly string[];
  /** Sorted by key; empty for every pod. */
  readonly podLabels: Labels;
  readonly dns: ClusterDns;
  readonly controlPlane: ControlPlane;
  readonly mode: LockdownMode;
  readonly peers: readonly EgressPeer[];
}

/**
 * Reads the properties of a lockdown.
 *
 * @throws EgressError that names every malformed property, and properties without an effect
 */
export function parseLockdown(construct: IConstruct, props: EgressLockdownPolicyProps): ParsedLockdown {
  const { namespaces, podLabels, dns, controlPlane, mode, peers } = readProperties(
    'EgressLockdownPolicy',
    props,
    PROPERTIES,
    (given) => ({
      gateway: () => assertSameMesh(construct, given.gateway),
      namespaces: () => parseNamespaces('namespaces', given.namespaces),
      podLabels: () => parsePodLabels(given.podLabels),
      dns: () => parseDns(given.dns),
      controlPlane: () => parseControlPlane(given.controlPlane),
      peers: () => parsePeers(construct, given.allowTo ?? [], EXAMPLE_PEER),
      mode: () => parseMode(given),
      createNamespaces: () => assertBoolean('createNamespaces', given.createNamespaces),
      podSecurity: () => assertPodSecurity(given),
    }),
    HINTS,
  );
  const { rootNamespace } = meshOf(construct).model.settings;
  const needed = [rootNamespace, props.gateway.namespace, ...dns._namespaces, controlPlane._namespace ?? []].flat();
  readAll({
    protected: () => assertApplicationNamespaces(namespaces, ...needed),
    creatable: () => {
      if (!props.createNamespaces) return;
      readEach(namespaces, (name) => assertCreatable('createNamespaces', name, rootNamespace));
    },
  });
  return { namespaces, podLabels, dns, controlPlane, mode, peers };
}

function parseMode({ mode = LockdownMode.POD_SELECTORS, ...props }: EgressLockdownPolicyProps): LockdownMode {
  assertEnum('mode', mode, 'LockdownMode', LockdownMode);
  const ignored = (['dns', 'controlPlane'] as const).filter((key) => props[key] !== undefined);
  if (mode === LockdownMode.POD_SELECTORS || ignored.length === 0) return mode;
  throw EgressError.of({
    code: 'EGR0120',
    problem: `${ignored.join(' and ')} cannot be set with LockdownMode.NAMESPACE_LABELS`,
    got: mode,
    allowed: 'dns and controlPlane with LockdownMode.POD_SELECTORS',
    fix: `remove ${ignored.join(' and ')}, or remove mode`,
  });
}

function assertPodSecurity({ podSecurity, createNamespaces }: EgressLockdownPolicyProps): void {
  if (podSecurity === undefined) return;
  assertEnum('podSecurity', podSecurity, 'PodSecurity', PodSecurity);
  if (createNamespaces === true) return;
  throw EgressError.of({
    code: 'EGR0120',
    problem: 'podSecurity cannot be set without createNamespaces',
    got: podSecurity,
    allowed: 'podSecurity with createNamespaces: true, as a label of the Namespace objects',
    fix: `write createNamespaces: true, or run kubectl label namespace NAME pod-security.kubernetes.io/enforce=${podSecurity}`,
  });
}
