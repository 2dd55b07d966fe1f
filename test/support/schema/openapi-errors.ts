/** The goal of this module is to say in plain words what ajv finds wrong: `describeErrors(validate.errors)`. */
import type { ErrorObject } from 'ajv';
import { FORMATS } from './formats';
import type { Finding, Schema } from './schema';

/** Keywords with branches, of which one may fail without anything being wrong. */
const BRANCHING = ['anyOf', 'oneOf', 'not'];

/**
 * One finding per error, without those that only follow from another: why one branch of a choice does not apply, or
 * what else is wrong with a value of the wrong type.
 */
export function describeErrors(errors: readonly ErrorObject[]): Finding[] {
  const telling = withoutMistyped(withoutBranches(errors));
  // Silence would pass for validity, so that too much is said rather than nothing.
  return (telling.length > 0 ? telling : errors).map((error) => ({ path: pathOf(error), problem: problemOf(error) }));
}

function withoutBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => BRANCHING.includes(keyword)).map(({ schemaPath }) => `${schemaPath}/`);
  return errors
    .filter(({ keyword }) => keyword !== 'propertyNames') // The error of the name itself comes with it.
    .filter(({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(choice)));
}

function withoutMistyped(errors: readonly ErrorObject[]): ErrorObject[] {
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  return errors.filter(({ keyword, instancePath }) => keyword === 'type' || !mistyped.has(instancePath));
}

function pathOf({ instancePath, propertyName, keyword, params }: ErrorObject): string[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (propertyName !== undefined) path.push(propertyName);
  if (keyword === 'required' || keyword === 'dependencies') path.push(String(params['missingProperty']));
  if (keyword === 'additionalProperties') path.push(String(params['additionalProperty']));
  return path;
}

function problemOf(error: ErrorObject): string {
  const { keyword, params, message = keyword, schema, data } = error;
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'dependencies':
      return `is required with ${String(params['property'])}`;
    case 'additionalProperties':
      return 'is not a known field';
    case 'false schema':
      return 'is not allowed here';
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}: got ${JSON.stringify(data)}`;
    case 'format':
      return `must be ${FORMATS[String(schema)]?.description ?? String(schema)}: got ${JSON.stringify(data)}`;
    case 'oneOf':
      return `must match exactly one of: ${alternatives(schema as Schema[])}`;
    case 'anyOf':
      return `must match one of: ${alternatives(schema as Schema[])}`;
    default:
      return typeof data === 'object' ? message : `${message}: got ${JSON.stringify(data)}`;
  }
}

function alternatives(branches: readonly Schema[]): string {
  return branches.map(({ required, type }) => required?.join(' and ') ?? type ?? 'none').join(', ');
}
