import { Labels } from '../model/labels';

/** The actions that decide. A rule of AUDIT changes no outcome. */
export type Action = 'ALLOW' | 'DENY' | 'CUSTOM';

/** Spec of an AuthorizationPolicy, as far as the spec decides. */
export interface AuthorizationPolicySpec {
  /** `ALLOW` when absent. */
  readonly action?: string;
  readonly selector?: { readonly matchLabels?: Labels };
  readonly targetRef?: TargetRef;
  readonly targetRefs?: readonly TargetRef[];
  readonly provider?: { readonly name?: string };
  readonly rules?: readonly AuthorizationRule[];
}

/** An object that a policy is attached to. */
export interface TargetRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** One rule of an AuthorizationPolicy. */
export interface AuthorizationRule {
  readonly from?: readonly { readonly source?: RuleSource }[];
  readonly to?: readonly { readonly operation?: Operation }[];
  readonly when?: readonly Condition[];
}

/** The callers of a rule. */
export type RuleSource = { readonly [Field in keyof typeof SOURCE_KEYS]?: readonly string[] };

/** The requests of a rule. */
export type Operation = { readonly [Field in keyof typeof OPERATION_KEYS]?: readonly string[] };

/** A condition on an attribute. */
export interface Condition {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

/** The attribute of each field of a source, and of each field of an operation. A field that begins with `not` has the values to exclude. */
const SOURCE_KEYS = {
  principals: 'source.principal',
  notPrincipals: 'source.principal',
  namespaces: 'source.namespace',
  notNamespaces: 'source.namespace',
  serviceAccounts: 'source.serviceAccount',
  notServiceAccounts: 'source.serviceAccount',
  trustDomains: 'source.trustDomain',
  notTrustDomains: 'source.trustDomain',
  ipBlocks: 'source.ip',
  notIpBlocks: 'source.ip',
  remoteIpBlocks: 'remote.ip',
  notRemoteIpBlocks: 'remote.ip',
  requestPrincipals: 'request.auth.principal',
  notRequestPrincipals: 'request.auth.principal',
} as const;

const OPERATION_KEYS = {
  hosts: 'host',
  notHosts: 'host',
  ports: 'destination.port',
  notPorts: 'destination.port',
  methods: 'method',
  notMethods: 'method',
  paths: 'path',
  notPaths: 'path',
} as const;

/** Returns the conditions of a source. */
export function sourceConditions(source: RuleSource = {}): Condition[] {
  return conditionsOf(source, SOURCE_KEYS);
}

/** Returns the conditions of an operation. */
export function operationConditions(operation: Operation = {}): Condition[] {
  return conditionsOf(operation, OPERATION_KEYS);
}

/** An empty list is no condition. A field that Istio does not have is a condition on an attribute that does not exist. */
function conditionsOf(fields: object, keys: Readonly<Record<string, string>>): Condition[] {
  return Object.entries(fields as Record<string, readonly string[]>)
    .filter(([, values]) => values.length > 0)
    .map(([field, values]) => {
      const key = keys[field] ?? field;
      return field.startsWith('not') ? { key, notValues: values } : { key, values };
    });
}
