import { outcomeOf } from '../answer/explain';
import { nameOf } from '../manifest/manifest';
import { namespacesIn } from '../model/export-to';
import { Mesh, Resource } from '../model/mesh';
import { ServiceEntrySpec, SidecarSpec } from '../model/specs';
import { protocolsAt } from '../way/port-kinds';
import { clientViewer, importsService } from '../way/viewer';
import { Hit, Rule } from './rule';

/** A Sidecar that hides a host from the namespace that the host is exported to. */
export const HIDING_SIDECAR: Rule = {
  code: 'EGR3402',
  level: 'error',
  title: 'A Sidecar hides a host that is exported to its namespace.',
  effect:
    'The sidecars see the hosts of `egress.hosts` alone, so that the route of another host has no effect: requests are direct under ' +
    '`ALLOW_ANY`, and blocked under `REGISTRY_ONLY`.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener'],
  check: (mesh) => {
    const sidecars = mesh.sidecars.filter(({ spec }) => spec.egress?.length && !spec.workloadSelector);
    if (sidecars.length === 0) return [];
    const hidden = hiddenHosts(mesh, new Set(sidecars.map(({ namespace }) => namespace)));
    return sidecars.flatMap((sidecar) => hitsOf(mesh, sidecar, hidden.get(sidecar.namespace) ?? []));
  },
};

interface Exported {
  readonly entry: Resource<ServiceEntrySpec>;
  readonly host: string;
}

/** Returns the hosts that ServiceEntries export to namespaces by name, and that the Sidecars of the namespaces do not import. */
function hiddenHosts(mesh: Mesh, namespaces: ReadonlySet<string>): ReadonlyMap<string, readonly Exported[]> {
  const hidden = new Map<string, Exported[]>();
  for (const entry of mesh.serviceEntries) {
    for (const namespace of namespacesIn(entry.spec.exportTo, entry.namespace) ?? []) {
      if (!namespaces.has(namespace)) continue;
      const viewer = clientViewer(mesh, namespace);
      const hosts = (entry.spec.hosts ?? []).filter((host) => !importsService(mesh, viewer, entry.namespace, host));
      hidden.set(namespace, [...(hidden.get(namespace) ?? []), ...hosts.map((host) => ({ entry, host }))]);
    }
  }
  return hidden;
}

function hitsOf(
  mesh: Mesh,
  { manifest, namespace }: Resource<SidecarSpec>,
  hidden: readonly Exported[],
): readonly Hit[] {
  const [first] = hidden;
  if (first === undefined) return [];
  const { host, entry } = first;
  const [port] = entry.spec.ports ?? [];
  const [protocol = 'tcp'] = protocolsAt(port?.protocol);
  const question = { host, port: port?.number ?? 443, protocol };
  const { outcome } = outcomeOf(mesh, { caller: { namespace, hasSidecar: true }, ...question });
  const more = hidden.length > 1 ? ` and ${hidden.length - 1} more` : '';
  return [
    {
      manifest,
      path: ['spec', 'egress'],
      message: `${nameOf(manifest)} does not import ${host}${more}, which ServiceEntry ${entry.id} exports to ${namespace}: requests are ${outcome}`,
      fix: `add "${entry.namespace}/${host}" to spec.egress[0].hosts`,
    },
  ];
}
