/**
 * The goal of this module is to evaluate the CEL rules of a CustomResourceDefinition as the API server does: each at
 * its place in the object, wherever that place is filled. `compileCel(schema).check(manifest)`.
 *
 * `cdk8s import` and JSON schema validators drop these rules, so that nothing else here would notice a broken one.
 */
import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { cidrs } from './cel-cidr';
import {
  type CelRule,
  childSchema,
  elementSchema,
  type Finding,
  isObject,
  type JsonObject,
  type Schema,
} from './schema';

/** A rule and where it stands in the schema: `spec.ports[*].number`. */
export interface PlacedRule extends CelRule {
  readonly path: string;
  /** A rule on `oldSelf` compares with the object before an update: there is none on creation, and it is skipped. */
  readonly skippedOnCreate: boolean;
}

/** The compiled rules of one schema. */
export interface CelCheck {
  /** All rules of the schema, the skipped ones included. */
  readonly rules: readonly PlacedRule[];
  check(manifest: JsonObject): Finding[];
}

/** The part of a schema that has rules on it or below it. */
interface Node {
  readonly schema: Schema;
  readonly rules: readonly CompiledRule[];
  readonly children: ReadonlyMap<string, Node>;
  /** The node of every item of a list, or of every value of a map. */
  readonly each: Node | undefined;
}

type CompiledRule = (self: CelInput) => string | undefined;

const env = celEnv({ funcs: [...strings, ...cidrs] });

/** Parses all rules of a schema; throws at a rule that cannot be parsed or that needs what is not supported here. */
export function compileCel(schema: Schema): CelCheck {
  const rules: PlacedRule[] = [];
  const root = compileNode(schema, '', rules);
  return { rules, check: (manifest) => (root ? [...checkNode(root, manifest, [])] : []) };
}

function compileNode(schema: Schema, path: string, found: PlacedRule[]): Node | undefined {
  const placed = (schema['x-kubernetes-validations'] ?? []).map((rule) => place(rule, path));
  found.push(...placed);
  const children = new Map<string, Node>();
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const child = compileNode(property, path === '' ? key : `${path}.${key}`, found);
    if (child) children.set(key, child);
  }
  const element = elementSchema(schema);
  const each = element && compileNode(element, `${path}[*]`, found);
  const rules = placed.filter(({ skippedOnCreate }) => !skippedOnCreate).map(compileRule);
  return rules.length > 0 || children.size > 0 || each ? { schema, rules, children, each } : undefined;
}

function place(rule: CelRule, path: string): PlacedRule {
  if (rule.optionalOldSelf) throw new Error(`${path}: optionalOldSelf is not supported: ${rule.rule}`);
  // Field names that CEL reserves are written as `__name__`, which would need unescaping.
  if (rule.rule.includes('__')) throw new Error(`${path}: escaped field names are not supported: ${rule.rule}`);
  return { ...rule, path, skippedOnCreate: /\boldSelf\b/.test(rule.rule) };
}

function compileRule({ rule, message }: CelRule): CompiledRule {
  const evaluate = plan(env, parse(rule));
  const broken = message ? `${message} (rule: ${rule})` : `breaks the rule: ${rule}`;
  return (self) => {
    const result = evaluate({ self });
    if (result === true) return undefined;
    return isCelError(result) ? `${broken}: ${result.message}` : broken;
  };
}

function* checkNode(node: Node, value: unknown, path: readonly string[]): Generator<Finding> {
  if (value === undefined || value === null) return;
  if (node.rules.length > 0) {
    const self = toCel(value, node.schema);
    for (const rule of node.rules) {
      const problem = rule(self);
      if (problem !== undefined) yield { path, problem };
    }
  }
  if (typeof value !== 'object') return;
  for (const [key, child] of Object.entries(value)) {
    const below = node.children.get(key) ?? (node.schema.properties?.[key] ? undefined : node.each);
    if (below) yield* checkNode(below, child, [...path, key]);
  }
}

/** CEL tells integers from doubles, and JavaScript does not: the schema says which a number is. */
function toCel(value: unknown, schema: Schema | undefined): CelInput {
  if (Array.isArray(value)) return value.map((item) => toCel(item, schema?.items));
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, child]) => child !== undefined);
    return new Map(entries.map(([key, child]) => [key, toCel(child, childSchema(schema, key))]));
  }
  const isDouble = schema?.type === 'number';
  if (typeof value === 'number') return Number.isInteger(value) && !isDouble ? BigInt(value) : value;
  return value as CelInput;
}
