import { MeshSettings } from '../audit/model/settings';
import { readAll } from '../input/collect';
import { parseDnsLabel } from '../input/kubernetes-name';
import { assertKnownProperties, PropertyNames } from '../input/properties';
import { MeshOptions } from './mesh-options';
import { parseMesh } from './parse-mesh';

/** Options of every matcher, and of `waysOf`. */
export interface AuditOptions {
  /**
   * Settings of the mesh and its cluster, which the manifests do not have.
   * @default - the settings of the `EgressMesh` and of the gateways of the app; without an app, those of Istio's default profile
   */
  readonly mesh?: MeshOptions | undefined;
  /**
   * The namespace of objects without `metadata.namespace`, as of `kubectl apply --namespace`.
   * @default - `default`, which is an assumption of the answers
   */
  readonly namespace?: string | undefined;
}

/** The names of the options. */
export const AUDIT_OPTIONS: PropertyNames<AuditOptions> = { mesh: true, namespace: true };

/** The options, complete. */
export interface ReadAuditOptions {
  readonly mesh: MeshSettings;
  readonly namespace?: string | undefined;
}

/**
 * Reads the values of the options.
 *
 * @throws EgressError for malformed values
 */
export function readAuditOptions({ mesh = {}, namespace }: AuditOptions): ReadAuditOptions {
  return readAll({
    mesh: () => parseMesh(mesh),
    namespace: () => (namespace === undefined ? undefined : parseDnsLabel('namespace', namespace)),
  });
}

/**
 * Checks options, and returns the values.
 *
 * @param what subject of the error: `waysOf`
 * @throws EgressError for an unknown property, and for malformed values
 */
export function parseAuditOptions(what: string, options: AuditOptions): ReadAuditOptions {
  assertKnownProperties(what, options, AUDIT_OPTIONS);
  return readAuditOptions(options);
}
