import { namespaceOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';

/** Returns the assumption about a namespace that no manifest names, as a sentence: the name can be mistyped. */
export function assumptionsAboutSource(mesh: Mesh, namespace: string): readonly string[] {
  return namesIn(mesh).has(namespace) ? [] : [`namespace ${namespace} exists: no manifest names the namespace`];
}

/** The texts of the manifests that can be names of namespaces. */
const namesIn = perMesh(({ manifests, settings }): ReadonlySet<string> => {
  const names = new Set(Object.keys(settings.namespaceLabels ?? {}));
  for (const manifest of manifests) {
    names.add(manifest.kind === 'Namespace' ? manifest.metadata.name : namespaceOf(manifest));
    addTexts(manifest.spec, names);
  }
  return names;
});

function addTexts(value: unknown, names: Set<string>): void {
  if (typeof value === 'string') {
    const [first = ''] = value.split('/');
    names.add(first);
    // A principal has the namespace behind /ns/.
    const [, namespace] = /\/ns\/([^/]*)\//.exec(value) ?? [];
    if (namespace !== undefined) names.add(namespace);
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) addTexts(inner, names);
  }
}
