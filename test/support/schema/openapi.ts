/**
 * The goal of this module is to check an object against the OpenAPI schema of its kind, strictly: a field that the
 * schema does not know is an error, as it is to `kubectl apply`. `compileOpenApi(kind)(manifest)`.
 */
import Ajv, { type ErrorObject, type FuncKeywordDefinition, type SchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import { FORMATS, isStrictlyWithin } from './formats';
import { type Kind, kubernetesDefinitions } from './kinds';
import { withAdditions } from './kubernetes';
import { describeErrors } from './openapi-errors';
import type { Finding, Schema } from './schema';

/** What Kubernetes adds to JSON schema and what has no bearing on a single new object. Any other keyword throws. */
const IGNORED_KEYWORDS = [
  'components',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-int-or-string',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-unions',
  'x-kubernetes-validations',
];

const KEYWORDS: readonly FuncKeywordDefinition[] = [
  {
    keyword: 'x-kubernetes-list-map-keys',
    type: 'array',
    validate: (keys: string[], items: Record<string, unknown>[]) =>
      areDistinct(items.map((i) => keys.map((k) => i[k]))),
    error: { message: ({ schema }) => `has two items of the same ${(schema as string[]).join(' and ')}` },
  },
  {
    keyword: 'x-kubernetes-list-type',
    type: 'array',
    validate: (type: string, items: unknown[]) => type !== 'set' || areDistinct(items),
    error: { message: 'has the same item twice' },
  },
  {
    keyword: 'exceptWithinCidr',
    type: 'object',
    validate: (_: true, { cidr, except = [] }: { cidr: string; except?: string[] }) =>
      except.every((block) => isStrictlyWithin(block, cidr)),
    error: { message: 'has an exception that is not a smaller block within its cidr' },
  },
];

const ajv = newAjv();

/** The check of one kind: the findings, none when the object is valid. Compiling takes a while, checking does not. */
export function compileOpenApi(kind: Kind): (manifest: unknown) => Finding[] {
  const validate = ajv.compile({ allOf: [closed(kind.schema), naming(kind)] });
  return (manifest) => (validate(manifest) ? [] : describeErrors(validate.errors as ErrorObject[]));
}

function newAjv(): Ajv {
  const instance = new Ajv({ allErrors: true, verbose: true, $data: true, strictSchema: true, strictTypes: false });
  addFormats(instance, ['byte', 'date-time', 'double', 'int32', 'int64']);
  instance.addFormat('int-or-string', true);
  for (const [name, { matches }] of Object.entries(FORMATS)) instance.addFormat(name, matches);
  instance.addVocabulary(IGNORED_KEYWORDS);
  for (const keyword of KEYWORDS) instance.addKeyword(keyword);
  const definitions = Object.entries(withAdditions(kubernetesDefinitions));
  const schemas = Object.fromEntries(definitions.map(([name, definition]) => [name, closed(definition)]));
  return instance.addSchema({ $id: 'kubernetes', components: { schemas } });
}

/**
 * What this project promises of names: a DNS label for every kind in a namespace, though most may be DNS subdomains. What is in none
 * has the parts of its name told apart by dots.
 */
function naming({ kind, namespaced }: Kind): SchemaObject {
  // A Service was bound to begin with a letter until lately, and is in older clusters.
  const label = kind === 'Service' ? 'dns-1035-label' : 'dns-label';
  const name = { format: namespaced || kind === 'Namespace' ? label : 'dns-subdomain' };
  const namespace = namespaced ? { format: 'dns-label' } : false;
  return { required: ['metadata'], properties: { metadata: { required: ['name'], properties: { name, namespace } } } };
}

/** The schema with a ban on unknown fields, wherever it names the fields that it knows. */
function closed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const open = !properties || additionalProperties !== undefined || schema['x-kubernetes-preserve-unknown-fields'];
  return {
    ...schema,
    ...(properties && { properties: mapValues(properties, closed) }),
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties) }),
    ...(!open && { additionalProperties: false }),
  };
}

function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === values.length;
}

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
