import { checkGateway } from '../gateway/gateway-facts-of';
import { checkFlag } from '../input/boolean';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { parseNamespaces } from '../input/namespace';
import { required } from '../input/instance';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressLockdownPolicyProps } from './egress-lockdown-policy-props';
import { LockdownMode } from './lockdown-mode';
import { PodSecurity } from './pod-security';
import { refuseIgnoredProps, refuseNeededNamespaces } from './refuse';

const KNOWN: Known<EgressLockdownPolicyProps> = {
  gateway: true,
  namespaces: true,
  dns: true,
  controlPlane: true,
  allow: true,
  mode: true,
  createNamespaces: true,
  podSecurity: true,
};

/** The properties of a lockdown with their defaults, each of them sound; what else stays reachable is read by itself. */
type SoundLockdown = Required<Pick<EgressLockdownPolicyProps, 'gateway' | 'dns' | 'controlPlane' | 'mode'>> & {
  /** Sorted. */
  readonly namespaces: readonly string[];
};

/**
 * Reads what a user wrote of a lockdown.
 *
 * @throws InputError for the first property that is malformed, or would be ignored
 */
export function readLockdown(props: EgressLockdownPolicyProps): SoundLockdown {
  refuseUnknown('EgressLockdownPolicy', props, KNOWN);
  const { gateway, dns = ClusterDns.KUBE_DNS, controlPlane = ControlPlane.ISTIOD, mode = LockdownMode.TIGHT } = props;
  checkGateway(gateway);
  required('mode', mode instanceof LockdownMode, mode, 'LockdownMode.TIGHT or LockdownMode.BY_LABELS');
  required('dns', dns instanceof ClusterDns, dns, 'ClusterDns.KUBE_DNS or ClusterDns.of({ ... })');
  required('controlPlane', controlPlane instanceof ControlPlane, controlPlane, 'ControlPlane.istiod({ ... })');
  checkFlag('createNamespaces', props.createNamespaces);
  checkPodSecurity(props);
  if (mode === LockdownMode.BY_LABELS) refuseIgnoredProps(props);
  const namespaces = parseNamespaces(props.namespaces);
  refuseNeededNamespaces(namespaces, gateway.namespace, dns, controlPlane);
  return { gateway, namespaces, dns, controlPlane, mode };
}

/** A label on a Namespace object that is not written would be lost. */
function checkPodSecurity({ podSecurity, createNamespaces }: EgressLockdownPolicyProps): void {
  if (podSecurity === undefined) return;
  required(
    'podSecurity',
    podSecurity instanceof PodSecurity,
    podSecurity,
    'PodSecurity.BASELINE or PodSecurity.RESTRICTED',
  );
  if (createNamespaces === true) return;
  throw new InputError({
    problem: 'podSecurity would be ignored',
    got: podSecurity,
    allowed: 'podSecurity with createNamespaces: it is a label of the Namespace objects',
    fix: `write createNamespaces: true, or label them: kubectl label namespace NAME pod-security.kubernetes.io/enforce=${podSecurity.level}`,
  });
}
