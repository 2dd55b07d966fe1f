import { EgressError } from '../input/egress-error';
import { isToken } from '../input/token';
import { GatewayModel } from './gateway';
import { NO_METADATA, ObjectMetadata } from './object-metadata';

/** The annotation by which Argo CD orders the objects of an Application. Objects without the annotation are in wave 0. */
const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Returns the annotation of a ServiceEntry with the wave behind all other objects of its routes and of its gateway. Argo CD applies
 * the lowest wave first, and deletes the highest wave first. Other kinds, and meshes without sync waves, have no annotation.
 *
 * @param rules the metadata of the other objects
 * @throws EgressError for a wave that Argo CD does not read
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function syncWave(
  { syncWaves }: Pick<GatewayModel, 'syncWaves'>,
  kind: string,
  rules: readonly ObjectMetadata[],
): ObjectMetadata {
  if (syncWaves !== true || kind !== 'ServiceEntry') return NO_METADATA;
  const waves = rules.map(({ annotations }) => waveOf(annotations[SYNC_WAVE] ?? '0'));
  return { labels: {}, annotations: { [SYNC_WAVE]: String(Math.max(0, ...waves) + 1) } };
}

/** Argo CD reads every other text as wave 0 (`Wave` in argoproj/argo-cd `gitops-engine/pkg/sync/syncwaves/waves.go`). */
function waveOf(text: string): number {
  if (!isToken(text) && /^-?\d{1,9}$/.test(text)) return Number(text);
  throw EgressError.of({
    code: 'EGR0310',
    problem: `metadata.annotations["${SYNC_WAVE}"] must be a whole number`,
    got: text,
    allowed: 'whole numbers as text, of at most nine digits: ServiceEntries are one wave behind',
    fix: `write metadata: { annotations: { "${SYNC_WAVE}": "0" } }, or remove syncWaves of the EgressMesh`,
  });
}
