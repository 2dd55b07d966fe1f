/**
 * Namespaces of clients whose sidecars see the same objects. The manifests of most meshes distinguish few namespaces.
 */
import { serviceEntriesByHost } from '../model/lookup';
import { Mesh } from '../model/mesh';
import { outsideServices } from '../model/outside-services';
import { perMesh } from '../model/per-mesh';
import { StaticMatch, VirtualServiceSpec } from '../model/specs';

/** The namespaces that no object names. */
const OTHERS = '*';

/** Returns a namespace whose sidecars see what the sidecars of a namespace see: itself, if an object distinguishes the namespace. */
export function namespaceLike(mesh: Mesh, namespace: string): string {
  return distinct(mesh).has(namespace) ? namespace : OTHERS;
}

/** The namespaces that have objects for their own proxies, or that objects name. */
const distinct = perMesh((mesh): ReadonlySet<string> => {
  const { rootNamespace, sidecars, envoyFilters, destinationRules, serviceEntries, virtualServices } = mesh;
  const exported = [...serviceEntries, ...virtualServices, ...destinationRules];
  // A Sidecar of the root namespace imports `./*`: the objects of the namespace of each proxy.
  const imported = sidecars.some(({ namespace }) => namespace === rootNamespace)
    ? [...serviceEntries, ...virtualServices, ...outsideServices(mesh).values()]
    : [];
  return new Set([
    rootNamespace,
    ...[...sidecars, ...envoyFilters, ...destinationRules, ...imported].map(({ namespace }) => namespace),
    ...exported.flatMap(({ spec, namespace }) => namedIn(spec.exportTo, namespace)),
    ...virtualServices.flatMap(({ spec }) => sourcesOf(spec)),
    ...ownersOfOneHost(mesh),
  ]);
});

/** An object that is exported to every namespace is the same for all, and also for its own. */
function namedIn(exportTo: readonly string[] = [], owner: string): readonly string[] {
  return exportTo.length === 0 || exportTo.includes('*') ? [] : [owner, ...exportTo];
}

function sourcesOf({ http = [], tls = [], tcp = [] }: VirtualServiceSpec): string[] {
  const matches: readonly StaticMatch[] = [...http, ...tls, ...tcp].flatMap(({ match = [] }) => match);
  return matches.flatMap(({ sourceNamespace = [] }) => sourceNamespace);
}

/** Of several ServiceEntries of one host, a proxy uses that of its own namespace. */
function ownersOfOneHost(mesh: Mesh): string[] {
  const entries = serviceEntriesByHost(mesh);
  return [...entries.hosts].flatMap((host) => {
    const owners = new Set(entries.get(host).map(({ namespace }) => namespace));
    return owners.size > 1 ? [...owners] : [];
  });
}
