/**
 * The goal of this module is to show a schema, and its CEL rules, the object that the API server shows them: the one
 * with the defaults of its CustomResourceDefinition filled in.
 */
import { childSchema, isObject, type Schema } from './schema';

/** The value with all defaults of its schema; the value itself is left as it is. */
export function withDefaults(value: unknown, schema: Schema | undefined): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) return value.map((item) => withDefaults(item, schema.items));
  if (!isObject(value)) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const absent = filled[key] === undefined || (filled[key] === null && !property.nullable);
    if (absent && property.default !== undefined) filled[key] = structuredClone(property.default);
  }
  return Object.fromEntries(
    Object.entries(filled).map(([key, child]) => [key, withDefaults(child, childSchema(schema, key))]),
  );
}

/** Whether there is any default to fill in, so that the copy can be saved where there is none. */
export function hasDefaults(schema: Schema): boolean {
  const children = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  return children.some((child) => typeof child === 'object' && ('default' in child || hasDefaults(child)));
}
