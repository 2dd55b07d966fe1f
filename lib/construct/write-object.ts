import { ApiObject, ApiObjectMetadata, JsonPatch, Lazy, resolve } from 'cdk8s';
import { Construct } from 'constructs';
import { refuseChartless } from './in-chart';
import { beforeOthers } from './namespaces-first';
import { unwrapUnions } from './unwrap-unions';

/** An object to write. */
export interface ObjectToWrite {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiObjectMetadata;
  /**
   * Makes the spec; called at synthesis.
   * @default - an object without a spec
   */
  readonly spec?: () => object;
  /**
   * Gets the spec with all tokens resolved, before the user's patches, and gives it as it is to be written; throws if it must
   * not be.
   * @default - written as it is
   */
  readonly settle?: (spec: object) => object;
  /**
   * Fields beside `metadata`, of kinds that have no spec.
   * @default - none
   */
  readonly fields?: object;
}

/**
 * Writes an object as a plain `ApiObject` whose spec is made at synthesis. Not as a generated class: those serialize known
 * fields only, also after the user's JSON patches, so that a patch with a newer field vanishes without a word.
 *
 * @throws InputError where `scope` stands in no chart
 */
export function writeObject(scope: Construct, id: string, object: ObjectToWrite): ApiObject {
  refuseChartless(scope);
  const { apiVersion, kind, metadata, spec, settle, fields } = object;
  const produce = (): unknown => {
    const resolved = resolve(['spec'], unwrapUnions(spec?.()), written) as object;
    return settle ? settle(resolved) : resolved;
  };
  const written: ApiObject = new ApiObject(scope, id, {
    apiVersion,
    kind,
    metadata,
    ...fields,
    ...(spec && { spec: Lazy.any({ produce }) as unknown }),
  });
  return written;
}

/**
 * Writes an object that is in no namespace. cdk8s gives every object without a namespace that of its chart, which the API server
 * forbids for a cluster-scoped kind.
 */
export function writeClusterObject(scope: Construct, id: string, object: ObjectToWrite): ApiObject {
  const written = writeObject(scope, id, object);
  if (written.chart.namespace !== undefined) written.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return written;
}

/** Writes a Namespace object. */
export function writeNamespace(scope: Construct, id: string, name: string, labels: Record<string, string>): ApiObject {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  const namespace = writeClusterObject(scope, id, object);
  beforeOthers(namespace);
  return namespace;
}
