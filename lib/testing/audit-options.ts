import { MeshSettings } from '../audit/model/settings';

/** Options of `toHaveNoFindings` and `waysOf`. */
export interface AuditOptions {
  /**
   * Settings of the mesh and its cluster, which the manifests do not have.
   * @default - the settings of the `EgressMesh` and of the gateways of the app; without an app, those of Istio's default profile
   */
  readonly mesh?: MeshSettings | undefined;
}
