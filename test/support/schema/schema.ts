/** The goal of this module is to name the parts of an OpenAPI schema, and of a finding, that its neighbours share. */

/** A rule in the Common Expression Language (CEL) that the API server evaluates where it stands in the schema. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly optionalOldSelf?: boolean;
}

/** The OpenAPI schema of Kubernetes, as far as it is walked here; ajv reads the remaining keywords. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
  readonly [keyword: string]: unknown;
}

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One thing that is wrong with a manifest: where, and what. */
export interface Finding {
  readonly path: readonly string[];
  readonly problem: string;
}

/** Whether a value is an object, neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of a child of an object or list, by its key or index; undefined where the schema says nothing. */
export function childSchema(schema: Schema | undefined, key: string): Schema | undefined {
  return schema?.properties?.[key] ?? elementSchema(schema);
}

/** The schema of every item of a list, or of every value of a map. */
export function elementSchema(schema: Schema | undefined): Schema | undefined {
  const { items, additionalProperties } = schema ?? {};
  return items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

/** A path as one writes it: `spec.ports[0].number`, `metadata.labels["example.com/team"]`. */
export function formatPath(path: readonly string[]): string {
  const steps = path.map((step) => {
    if (/^\d+$/.test(step)) return `[${step}]`;
    return /^[\w$]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}
