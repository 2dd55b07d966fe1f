/**
 * The goal of this module is to say what an admission policy says of an object, without an API server:
 * `verdict(policy, { object: pod })`. Its CEL is that of the schemas' rules.
 */
import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { type AdmissionMatch, type AdmissionPolicy } from '../../lib/render/admission/admission-policy';

const env = celEnv({ funcs: strings });

/** What the API server knows when it asks. */
export interface AdmissionRequest {
  readonly object?: object;
  readonly oldObject?: object;
  readonly resource?: string;
  readonly group?: string;
  readonly subResource?: string;
  readonly namespace?: string;
  /** The labels of the namespace. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly username?: string;
  readonly groups?: readonly string[];
}

/**
 * The messages of the rules that are broken; undefined where the policy is not about the request at all.
 *
 * @throws Error where an expression cannot be evaluated: the API server denies then
 */
export function verdict(policy: AdmissionPolicy, asked: AdmissionRequest): readonly string[] | undefined {
  const variables = new Map<string, CelInput>();
  const known = { ...inputOf(asked), variables };
  if (Object.values(policy.conditions).some((expression) => evaluate(expression, known) !== true)) return undefined;
  for (const [name, expression] of Object.entries(policy.variables ?? {})) {
    variables.set(name, evaluate(expression, known) as CelInput);
  }
  return policy.rules
    .filter(({ expression }) => evaluate(expression, known) !== true)
    .map(({ message, violations }) =>
      violations ? `${message}: ${String(evaluate(`${violations}.join(', ')`, known))}` : message,
    );
}

/** A request by its resource: `pods/status` of group `''`. */
export interface AskedResource {
  readonly group: string;
  readonly resource: string;
  readonly operation?: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
}

/** Whether a policy is about a resource of a namespace, by the rules of the API server. */
export function isMatched({ matches, excludes = [] }: AdmissionPolicy, asked: AskedResource): boolean {
  return (
    matches.some((match) => matchesResource(match, asked)) && !excludes.some((each) => matchesResource(each, asked))
  );
}

function matchesResource(match: AdmissionMatch, { group, resource, operation = 'CREATE' }: AskedResource): boolean {
  const has = (all: readonly string[], one: string): boolean => all.includes('*') || all.includes(one);
  const [of, sub = ''] = resource.split('/') as [string, string?];
  const isOf = match.resources.some((each) => {
    const [name, below = ''] = each.split('/') as [string, string?];
    return (name === '*' || name === of) && (below === '*' || below === sub);
  });
  return isOf && has(match.apiGroups, group) && has(match.operations, operation);
}

const plans = new Map<string, ReturnType<typeof plan>>();

function evaluate(expression: string, known: Record<string, CelInput>): unknown {
  const planned = plans.get(expression) ?? plan(env, parse(expression));
  plans.set(expression, planned);
  const result = planned(known);
  if (isCelError(result)) throw new Error(`${expression}: ${result.message}`);
  return result;
}

function inputOf(asked: AdmissionRequest): Record<string, CelInput> {
  const {
    object,
    oldObject,
    resource = '',
    group = '',
    subResource,
    namespace = 'payments',
    namespaceLabels = {},
    username = 'jane',
    groups,
  } = asked;
  const operation = object === undefined ? 'DELETE' : oldObject === undefined ? 'CREATE' : 'UPDATE';
  const userInfo = { username, ...(groups && { groups }) };
  const request = {
    operation,
    namespace,
    resource: { resource, group },
    ...(subResource && { subResource }),
    userInfo,
  };
  return {
    object: toCel(object ?? null),
    oldObject: toCel(oldObject ?? null),
    request: toCel(request),
    namespaceObject: toCel({ metadata: { name: namespace, labels: namespaceLabels } }),
  };
}

function toCel(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]));
  }
  return (typeof value === 'number' ? BigInt(value) : value) as CelInput;
}
