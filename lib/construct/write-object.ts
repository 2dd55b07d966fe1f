import { ApiObject, ApiObjectMetadata, ApiObjectProps, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkedMetadata } from './checked-metadata';
import { assertInChart } from './in-chart';
import { resolved } from './resolved';
import { orderAfterNamespace, orderNamespaceFirst } from './namespaces-first';

/** An object to write. */
export interface ObjectToWrite {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiObjectMetadata;
  /**
   * Returns the spec; called at synthesis.
   * @default - an object without a spec
   */
  readonly spec?: () => object;
  /**
   * Returns the spec to write from the spec with all tokens resolved, before the user's patches. Throws if the spec must not be
   * written.
   * @default - the resolved spec is written
   */
  readonly settle?: (spec: object) => object;
  /**
   * Returns the manifest to write from the manifest with the user's patches.
   * @default - the manifest with the patches is written
   */
  readonly finish?: (manifest: object, object: ApiObject) => object;
  /**
   * Fields besides `metadata`, for kinds without a spec.
   * @default - none
   */
  readonly fields?: object;
}

/**
 * Writes an object in a namespace, after the Namespace object of this namespace if the chart has one. The spec is made at synthesis.
 *
 * @throws EgressError if `scope` is not in a chart
 */
export function writeObject(scope: Construct, id: string, object: ObjectToWrite): ApiObject {
  const written = toApiObject(scope, id, object);
  const { namespace } = written.metadata;
  if (namespace !== undefined) orderAfterNamespace(written, namespace);
  return written;
}

/**
 * Writes an object without a namespace. cdk8s gives every object without a namespace the namespace of its chart, which the API
 * server rejects for a cluster-scoped kind.
 *
 * @throws EgressError if `scope` is not in a chart
 */
export function writeClusterObject(scope: Construct, id: string, object: ObjectToWrite): ApiObject {
  const written = toApiObject(scope, id, object);
  if (written.chart.namespace !== undefined) written.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return written;
}

/** Writes a Namespace object, before the objects of its chart in this namespace. */
export function writeNamespace(scope: Construct, id: string, name: string, labels: Record<string, string>): ApiObject {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  const namespace = writeClusterObject(scope, id, object);
  orderNamespaceFirst(namespace, name);
  return namespace;
}

/** An object whose manifest is finished after the user's patches. */
class FinishedObject extends ApiObject {
  public constructor(
    scope: Construct,
    id: string,
    props: ApiObjectProps,
    private readonly finish: (manifest: object, object: ApiObject) => object,
  ) {
    super(scope, id, props);
  }

  public override toJson(): unknown {
    return this.finish(super.toJson() as object, this);
  }
}

/**
 * Returns a plain `ApiObject`. A generated class would serialize only the fields of its schema, also after the user's JSON patches, so
 * that a patch with a newer field would be silently dropped.
 */
function toApiObject(scope: Construct, id: string, object: ObjectToWrite): ApiObject {
  assertInChart(scope);
  const { apiVersion, kind, metadata, spec, settle, finish, fields } = object;
  // cdk8s resolves the tokens in the spec that a Lazy returns.
  const produce = settle ? (): object => settle(resolved('spec', spec?.(), written) as object) : spec;
  const lazy = produce && (Lazy.any({ produce }) as unknown);
  const props: ApiObjectProps = {
    apiVersion,
    kind,
    metadata: checkedMetadata(metadata, () => written),
    ...fields,
    ...(lazy !== undefined && { spec: lazy }),
  };
  const written: ApiObject = finish ? new FinishedObject(scope, id, props, finish) : new ApiObject(scope, id, props);
  return written;
}
