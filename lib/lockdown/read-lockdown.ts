import { checkGateway } from '../gateway/gateway-facts-of';
import { checkFlag } from '../model/flag';
import { Known, refuseUnknown } from '../model/known';
import { parseNamespaces } from '../model/namespace';
import { required } from '../model/required';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressLockdownPolicyProps } from './egress-lockdown-policy-props';
import { LockdownMode } from './lockdown-mode';
import { refuseIgnoredProps, refuseNeededNamespaces } from './refuse';

const KNOWN: Known<EgressLockdownPolicyProps> = {
  gateway: true,
  namespaces: true,
  dns: true,
  controlPlane: true,
  allow: true,
  mode: true,
  createNamespaces: true,
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
  if (mode === LockdownMode.BY_LABELS) refuseIgnoredProps(props);
  const namespaces = parseNamespaces(props.namespaces);
  refuseNeededNamespaces(namespaces, gateway.namespace, dns, controlPlane);
  return { gateway, namespaces, dns, controlPlane, mode };
}
