import { gatewayKey } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { Analyzer, error, Finding, warning } from './analyzer';

/** Sidecars that bypass the gateway, or cannot reach the gateway. */
export const SIDECARS: readonly Analyzer[] = [
  error('EGR1305', 'Sidecars with `ALLOW_ANY` can bypass the gateway.', (mesh) =>
    mesh.sidecars.all.flatMap(({ owner, mode, egressProxy, namespaces }) => {
      const open = namespaces.filter((namespace) => !mesh.isLockedDown(namespace));
      if (mode !== OutboundTrafficPolicyMode.ALLOW_ANY || egressProxy !== undefined || open.length === 0) return [];
      return [
        {
          constructPath: owner,
          problem:
            'sidecars with ALLOW_ANY must be in locked-down namespaces: they bypass the gateway for hosts that they do not import',
          got: { namespaces: open },
          allowed: 'ALLOW_ANY in namespaces that an EgressLockdownPolicy of the mesh closes',
          fix: 'remove outboundTrafficPolicy, or add the namespaces to an EgressLockdownPolicy',
        },
      ];
    }),
  ),
  warning(
    'EGR2010',
    'Sidecars send unknown hosts to a gateway that a lockdown does not leave reachable.',
    unreachableProxy,
  ),
];

function unreachableProxy(mesh: MeshModel): readonly Finding[] {
  return mesh.sidecars.all.flatMap(({ owner, egressProxy, namespaces }) => {
    if (egressProxy === undefined) return [];
    const key = gatewayKey(egressProxy);
    const reaching = mesh.clientNamespacesOf(egressProxy);
    const cut = namespaces.filter((namespace) => mesh.isLockedDown(namespace) && !reaching.includes(namespace));
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
