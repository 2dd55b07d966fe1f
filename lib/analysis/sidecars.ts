import { SHARED_CHECKS } from '../input/shared-checks';
import { gatewayKey, sameGateway } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { includesPodsOf, maySelectOnePod, selectsEveryPod } from '../mesh/pod-labels';
import { ReachRecord } from '../mesh/records';
import { Analyzer, error, Finding, warning } from './analyzer';

/** Sidecars that bypass the gateway, or cannot reach the gateway. */
export const SIDECARS: readonly Analyzer[] = [
  error('EGR1305', SHARED_CHECKS.EGR1305, (mesh) =>
    mesh.sidecars.all.flatMap(({ owner, mode, egressProxy, namespaces, podLabels }) => {
      const open = namespaces.filter((namespace) => !mesh.isLockedDown(namespace, podLabels));
      if (mode !== OutboundTrafficPolicyMode.ALLOW_ANY || egressProxy !== undefined || open.length === 0) return [];
      return [
        {
          constructPath: owner,
          problem:
            'sidecars with ALLOW_ANY must be in locked-down namespaces: they bypass the gateway for hosts that they do not import',
          got: { namespaces: open },
          allowed:
            'ALLOW_ANY in namespaces that an EgressLockdownPolicy, or a ClusterLockdownPolicy of every namespace, closes',
          fix: 'remove outboundTrafficPolicy, or add the namespaces to an EgressLockdownPolicy',
        },
      ];
    }),
  ),
  error(
    'EGR1351',
    'Sidecars of some pods send unknown hosts elsewhere than the egress proxy of their namespace.',
    otherProxies,
  ),
  warning(
    'EGR2010',
    'Sidecars send unknown hosts to a gateway that a lockdown does not leave reachable.',
    unreachableProxy,
  ),
];

function unreachableProxy(mesh: MeshModel): readonly Finding[] {
  return mesh.sidecars.all.flatMap(({ owner, egressProxy, namespaces, podLabels }) => {
    if (egressProxy === undefined) return [];
    const key = gatewayKey(egressProxy);
    const cut = namespaces.filter((namespace) => isCutOff(mesh, { namespace, podLabels, gateway: key }));
    if (cut.length === 0) return [];
    return [
      {
        constructPath: owner,
        problem: `sidecars in ${cut.join(', ')} send unknown hosts to gateway ${key}, which the lockdown closes to them`,
        got: cut,
        allowed: 'an egress proxy that the lockdown of the namespace leaves reachable',
        fix: 'write allowTo: [EgressPeer.gateway(...)] on the lockdown, or use the gateway of the lockdown',
      },
    ];
  });
}

/** Returns whether pods with a sidecar are locked down without a way to a gateway: all the pods, or those of a lockdown with labels. */
function isCutOff(mesh: MeshModel, sidecar: Omit<ReachRecord, 'owner'>): boolean {
  const { lockdowns, reaches, clusterReaches } = mesh;
  const { namespace, gateway } = sidecar;
  const reaching = clusterReaches.all.filter((reach) => reach.gateway === gateway).map(({ owner }) => owner);
  if (mesh.clusterLockdownsOf(namespace).some(({ owner }) => !reaching.includes(owner))) return true;
  const closing = lockdowns.all.filter(
    ({ namespaces, podLabels }) => namespaces.includes(namespace) && maySelectOnePod(podLabels, sidecar.podLabels),
  );
  return closing.some(({ podLabels }) => {
    const pods = { ...sidecar.podLabels, ...podLabels };
    return !reaches.all.some(
      (reach) => reach.namespace === namespace && reach.gateway === gateway && includesPodsOf(reach.podLabels, pods),
    );
  });
}

/**
 * Finds Sidecars with labels whose pods also have the EnvoyFilter of the namespace (`egressProxyFilterSpec`), which sends HTTP requests
 * for unknown hosts to the egress proxy of the namespace. An EnvoyFilter cannot exclude pods.
 */
function otherProxies({ sidecars }: MeshModel): readonly Finding[] {
  const ofNamespaces = sidecars.all.filter(({ podLabels }) => selectsEveryPod(podLabels));
  const proxies = new Map(
    ofNamespaces.flatMap(({ namespaces, egressProxy }) => namespaces.map((each) => [each, egressProxy])),
  );
  const ofPods = sidecars.all.filter(
    ({ podLabels, mode }) => !selectsEveryPod(podLabels) && mode === OutboundTrafficPolicyMode.ALLOW_ANY,
  );
  return ofPods.flatMap(({ owner, namespaces, egressProxy }) =>
    namespaces.flatMap((namespace) => {
      const proxy = proxies.get(namespace);
      if (proxy === undefined || (egressProxy !== undefined && sameGateway(proxy, egressProxy))) return [];
      return [
        {
          constructPath: owner,
          problem: `sidecars of some pods in ${namespace} must send unknown hosts to gateway ${gatewayKey(proxy)}, or refuse unknown hosts`,
          got: egressProxy === undefined ? 'ALLOW_ANY' : gatewayKey(egressProxy),
          allowed: 'the egress proxy of the EgressSidecar of the namespace, or REGISTRY_ONLY',
          fix: 'write outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY, or the egressProxy of the other EgressSidecar',
        },
      ];
    }),
  );
}
