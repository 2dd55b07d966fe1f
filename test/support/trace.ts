/** The way of a request through manifests of a mesh, as tests ask for the way. */
import { Manifest } from '../../lib/audit/manifest/manifest';
import { readMesh } from '../../lib/audit/model/mesh';
import { MeshSettings } from '../../lib/audit/model/settings';
import { Request, Way } from '../../lib/audit/way/types';
import { wayOf } from '../../lib/audit/way/way';

export { declaredRequests } from '../../lib/audit/way/declared';
export { describeWay } from '../../lib/audit/way/describe';
export type { Manifest } from '../../lib/audit/manifest/manifest';
export type { GatewayService, MeshSettings } from '../../lib/audit/model/settings';
export type { Destination, Request, Way } from '../../lib/audit/way/types';

export function way(manifests: readonly Manifest[], settings: MeshSettings, request: Request): Way {
  return wayOf(readMesh(manifests, settings), request);
}
