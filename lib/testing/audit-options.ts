import { MeshSettings } from '../audit/model/settings';
import { assertKnownProperties } from '../input/properties';
import { MeshOptions } from './mesh-options';
import { parseMesh } from './parse-mesh';

/** Options of `toHaveNoFindings` and `waysOf`. */
export interface AuditOptions {
  /**
   * Settings of the mesh and its cluster, which the manifests do not have.
   * @default - the settings of the `EgressMesh` and of the gateways of the app; without an app, those of Istio's default profile
   */
  readonly mesh?: MeshOptions | undefined;
}

/**
 * Returns the settings of the mesh in options.
 *
 * @param what subject of the error: `waysOf`
 * @throws EgressError for an unknown property, and for malformed settings
 */
export function parseAuditOptions(what: string, options: AuditOptions): MeshSettings {
  assertKnownProperties(what, options, { mesh: true });
  return parseMesh(options.mesh ?? {});
}
