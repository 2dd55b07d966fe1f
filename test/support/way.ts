/** The way of a request through manifests of a mesh, as tests ask for the way. */
import { Manifest } from '../../lib/audit/manifest/manifest';
import { readMesh } from '../../lib/audit/model/mesh';
import { MeshSettings } from '../../lib/audit/model/settings';
import { Request, Way } from '../../lib/audit/way/types';
import { wayOf } from '../../lib/audit/way/way';

export function way(manifests: readonly Manifest[], settings: MeshSettings, request: Request): Way {
  return wayOf(readMesh(manifests, settings), request);
}
