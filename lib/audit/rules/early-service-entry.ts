import { Manifest, nameOf } from '../manifest/manifest';
import { virtualServicesByGateway } from '../model/lookup';
import { MESH } from '../model/mesh';
import { Hit, Rule } from './rule';
import { clientsOf } from './shared/clients';
import { confinementsOf } from './shared/lockdowns';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** A ServiceEntry that Argo CD applies before the rules of its host. */
export const EARLY_SERVICE_ENTRY: Rule = {
  code: 'EGR3501',
  level: 'warning',
  title: 'A sync wave applies a ServiceEntry before the VirtualService of its host.',
  effect:
    'Between the two waves, sidecars send requests for the host directly, also under `REGISTRY_ONLY`, and the same happens when Argo CD ' +
    'deletes the objects in the opposite order.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/'],
  check: (mesh) => {
    const isClosed = clientsOf(mesh).length > 0 && confinementsOf(mesh).every(({ isOpen }) => !isOpen);
    if (isClosed) return [];
    const routes = virtualServicesByGateway(mesh).get(MESH);
    return mesh.serviceEntries.flatMap(({ manifest, spec }): readonly Hit[] => {
      const late = (spec.hosts ?? [])
        .flatMap((host) => routes?.get(host) ?? [])
        .find((vs) => waveOf(vs.manifest) > waveOf(manifest));
      if (late === undefined) return [];
      const wave = waveOf(late.manifest);
      return [
        {
          manifest,
          message: `${nameOf(manifest)} is in sync wave ${waveOf(manifest)}, and ${nameOf(late.manifest)}, which routes its host, is in sync wave ${wave}`,
          fix: `write ${SYNC_WAVE}: "${wave + 1}" in metadata.annotations of the ServiceEntry`,
        },
      ];
    });
  },
};

/** Argo CD reads no text and every text that is no whole number as wave 0. */
function waveOf({ metadata }: Manifest): number {
  const text = metadata.annotations?.[SYNC_WAVE] ?? '0';
  return /^-?\d+$/.test(text) ? Number(text) : 0;
}
