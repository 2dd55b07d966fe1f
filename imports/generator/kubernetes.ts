/**
 * The goal of this module is to cut the OpenAPI description of Kubernetes down to the kinds that this library writes
 * or that its tests apply: `renderKubernetesSchemas(goModule('k8s.io/kubernetes', KUBERNETES_VERSION))`.
 */
import { type GoModule, sha256 } from './go-module';
import { enumsOf } from './kubernetes-enums';

/** The version of the Go module k8s.io/kubernetes that the schemas are taken from. */
export const KUBERNETES_VERSION = 'v1.36.1';

const OPENAPI = 'api/openapi-spec/v3/';
/** The published OpenAPI files leave the enums out; the code they are made from has them. */
const ENUMS = 'pkg/generated/openapi/zz_generated.openapi.go';

const ROOTS: Readonly<Record<string, readonly string[]>> = {
  'api__v1_openapi.json': ['Namespace', 'Service', 'ServiceAccount'].map((kind) => `io.k8s.api.core.v1.${kind}`),
  'apis__apps__v1_openapi.json': ['io.k8s.api.apps.v1.Deployment'],
  'apis__autoscaling__v2_openapi.json': ['io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler'],
  'apis__networking.k8s.io__v1_openapi.json': ['io.k8s.api.networking.v1.NetworkPolicy'],
  'apis__policy__v1_openapi.json': ['io.k8s.api.policy.v1.PodDisruptionBudget'],
  'apis__admissionregistration.k8s.io__v1_openapi.json': [
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ].map((kind) => `io.k8s.api.admissionregistration.v1.${kind}`),
  'apis__rbac.authorization.k8s.io__v1_openapi.json': ['Role', 'RoleBinding'].map(
    (kind) => `io.k8s.api.rbac.v1.${kind}`,
  ),
};

type Json = Record<string, unknown>;
type Definitions = Map<string, Json>;

/** The text of test/fixtures/kubernetes-schemas.json. */
export function renderKubernetesSchemas(module: GoModule): string {
  const files: Record<string, string> = {};
  const definitions: Definitions = new Map();
  for (const [name, roots] of Object.entries(ROOTS)) {
    const text = module.read(OPENAPI + name);
    files[OPENAPI + name] = sha256(text);
    const { components } = JSON.parse(text) as { components: { schemas: Record<string, Json> } };
    for (const root of roots) collect(root, components.schemas, definitions);
  }
  const enums = module.read(ENUMS);
  files[ENUMS] = sha256(enums);
  addEnums(definitions, enums);
  const fixture = {
    generatedBy: 'npx tsx imports/generate.ts',
    source: { module: module.name, version: module.version, license: 'Apache-2.0', sha256: files },
    components: { schemas: Object.fromEntries(definitions) },
  };
  return JSON.stringify(sorted(fixture), undefined, 1) + '\n';
}

/** Copies a definition and all that it refers to. */
function collect(name: string, from: Readonly<Record<string, Json>>, to: Definitions): void {
  if (to.has(name)) return;
  const definition = from[name];
  if (!definition) throw new Error(`no definition of ${name}`);
  const stripped = withoutDescriptions(definition);
  to.set(name, stripped);
  for (const [, reference] of JSON.stringify(stripped).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (reference) collect(reference, from, to);
  }
}

/** Descriptions are nine tenths of the text; a property that is itself called `description` stays. */
function withoutDescriptions(schema: Json): Json {
  return mapEntries(schema, (key, value) => {
    if (key === 'description' && typeof value === 'string') return undefined;
    if (key === 'properties') return mapEntries(value as Json, (_, child) => withoutDescriptions(child as Json));
    if (Array.isArray(value)) return value.map((item: unknown) => (isJson(item) ? withoutDescriptions(item) : item));
    return isJson(value) ? withoutDescriptions(value) : value;
  });
}

function addEnums(definitions: Definitions, source: string): void {
  let added = 0;
  for (const { definition, property, ofItems, values } of enumsOf(source)) {
    const properties = definitions.get(definition)?.['properties'] as Record<string, Json> | undefined;
    if (!properties) continue;
    const schema = ofItems ? properties[property]?.['items'] : properties[property];
    if (!isJson(schema)) throw new Error(`no property ${property} in ${definition}`);
    schema['enum'] = values;
    added++;
  }
  if (added === 0) throw new Error(`no enums found in ${ENUMS}: has its layout changed?`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function mapEntries(object: Json, change: (key: string, value: unknown) => unknown): Json {
  const entries = Object.entries(object).map(([key, value]) => [key, change(key, value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
