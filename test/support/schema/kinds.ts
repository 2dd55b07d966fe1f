/**
 * The goal of this module is to find the schema of a manifest: `findKind('networking.istio.io/v1', 'Gateway')`. Those of
 * Istio are in imports/crds.yaml, that of ClusterNetworkPolicy and those of Kubernetes in test/fixtures/.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Schema } from './schema';

/** A kind of object that the validator knows. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether it is defined by a CustomResourceDefinition, so that defaults and CEL rules are to be seen to. */
  readonly custom: boolean;
  readonly schema: Schema;
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const ROOT = join(__dirname, '..', '..', '..');
const CRDS = ['imports/crds.yaml', 'test/fixtures/cluster-network-policy-crd.yaml'];
const OBJECT_META = 'kubernetes#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const CLUSTER_SCOPED = ['Namespace', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];

/** The definitions of Kubernetes, by their full names; schemas refer to them as `kubernetes#/components/schemas/...`. */
export const kubernetesDefinitions = readDefinitions();

/** All kinds that the validator knows. */
export const kinds: readonly Kind[] = [...readCustomKinds(), ...kubernetesKinds()];

const byName = new Map(kinds.map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]));

/** The kind of that name; undefined when there is none. */
export function findKind(apiVersion: string, kind: string): Kind | undefined {
  return byName.get(`${apiVersion}/${kind}`);
}

function readDefinitions(): Readonly<Record<string, Schema>> {
  const text = readFileSync(join(ROOT, 'test/fixtures/kubernetes-schemas.json'), 'utf8');
  return (JSON.parse(text) as { components: { schemas: Record<string, Schema> } }).components.schemas;
}

function readCustomKinds(): Kind[] {
  return CRDS.flatMap((file) => parseAllDocuments(readFileSync(join(ROOT, file), 'utf8')))
    .map((document) => document.toJS() as Crd | null)
    .filter((crd) => crd !== null)
    .flatMap(({ spec }) =>
      spec.versions.map((version) => ({
        apiVersion: `${spec.group}/${version.name}`,
        kind: spec.names.kind,
        namespaced: spec.scope === 'Namespaced',
        custom: true,
        schema: withTypeMeta(version.schema.openAPIV3Schema),
      })),
    );
}

/** A CustomResourceDefinition leaves out what every object has. */
function withTypeMeta(schema: Schema): Schema {
  const common = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: OBJECT_META } };
  return { ...schema, properties: { ...schema.properties, ...common } };
}

function kubernetesKinds(): Kind[] {
  return Object.entries(kubernetesDefinitions).flatMap(([name, definition]) => {
    const gvks = (definition['x-kubernetes-group-version-kind'] ?? []) as readonly GroupVersionKind[];
    return gvks.map(({ group, version, kind }) => ({
      apiVersion: group === '' ? version : `${group}/${version}`,
      kind,
      namespaced: !CLUSTER_SCOPED.includes(kind),
      custom: false,
      schema: { $ref: `kubernetes#/components/schemas/${name}` },
    }));
  });
}
