import { MeshModel } from '../mesh/mesh-model';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { selectsEveryPod } from '../mesh/pod-labels';
import { RouteThrough } from '../mesh/route-through';
import { isForAnyAuthenticated, namespacesOf } from '../mesh/source';
import { Analyzer, Finding, warning } from './analyzer';

/** Routes whose hosts have virtual addresses, which are for sidecars with DNS capture only. */
export const VIRTUAL_ADDRESSES: readonly Analyzer[] = [
  warning('EGR2031', 'Pods without DNS capture connect directly to a host with a virtual address.', (mesh) =>
    mesh.plan.routes
      .filter(({ ports }) => ports.some(({ isVirtual }) => isVirtual === true))
      .flatMap((route) => openTo(mesh, route)),
  ),
];

function openTo(mesh: MeshModel, { owner, host, access }: RouteThrough): readonly Finding[] {
  const { sources } = access;
  const isOpen = sources.length === 0 || isForAnyAuthenticated(sources);
  const open = isOpen
    ? everyNamespace(mesh)
    : namespacesOf(sources).filter((namespace) => !isProtected(mesh, namespace));
  if (open.length === 0) return [];
  return [
    {
      constructPath: owner,
      problem: `pods without DNS capture in ${open.join(', ')} connect to ${host} directly`,
      got: { virtualAddress: true },
      allowed: 'sources in namespaces with an EgressLockdownPolicy or with REGISTRY_ONLY, where such pods are blocked',
      fix: isOpen
        ? "write allowFrom: [EgressSource.namespace('payments')] with namespaces that are locked down"
        : `lock ${open.join(', ')} down, or write addresses in place of virtualAddress`,
    },
  ];
}

/** Returns the namespaces of a route that every caller may use. */
function everyNamespace({ settings }: MeshModel): readonly string[] {
  return settings.outboundTrafficPolicy === OutboundTrafficPolicyMode.REGISTRY_ONLY ? [] : ['every namespace'];
}

function isProtected(mesh: MeshModel, namespace: string): boolean {
  if (mesh.isLockedDown(namespace)) return true;
  const sidecars = mesh.sidecars.all.filter(({ namespaces }) => namespaces.includes(namespace));
  const ofEveryPod = sidecars.find(({ podLabels }) => selectsEveryPod(podLabels));
  const ofSomePods = sidecars.filter(
    (sidecar) => sidecar !== ofEveryPod && !mesh.isLockedDown(namespace, sidecar.podLabels),
  );
  const modes = [ofEveryPod?.mode ?? mesh.settings.outboundTrafficPolicy, ...ofSomePods.map(({ mode }) => mode)];
  return modes.every((mode) => mode === OutboundTrafficPolicyMode.REGISTRY_ONLY);
}
