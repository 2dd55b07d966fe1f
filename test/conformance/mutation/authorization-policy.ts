/** AuthorizationPolicy: who may send what through the gateway, and every way in which that could be fewer or more. */
import { listOf } from './fields';
import { MOVED } from './move-object';
import { NO_ACCOUNT, NO_ADDRESS, NO_HOST, NO_NAMESPACE, NO_VALUE } from './nobody';
import { becomes, Change, drop, dropOneOfMany, DROPPED, each, otherPort, rewritten, Rule, where } from './rule';

const RULE = 'spec.rules.*';
const SOURCE = `${RULE}.from.*.source`;
const OPERATION = `${RULE}.to.*.operation`;

/** Selects nobody, or allows less. */
const NARROWER: readonly Rule[] = [
  { operator: 'authorization-policy/action', at: 'spec.action', to: each({ ALLOW: ['DENY'] }) },
  { operator: 'authorization-policy/selector', at: 'spec.selector.matchLabels.*', to: where(NO_VALUE) },
  { operator: 'authorization-policy/no-rule', at: 'spec.rules', to: drop },
  { operator: 'authorization-policy/drop-rule', at: RULE, to: dropOneOfMany },
  { operator: 'authorization-policy/drop-principal', at: `${SOURCE}.principals.*`, to: dropOneOfMany },
  { operator: 'authorization-policy/account', at: `${SOURCE}.principals.*`, to: ofNamespaceAndAccount(otherAccount) },
  {
    operator: 'authorization-policy/account-namespace',
    at: `${SOURCE}.principals.*`,
    to: ofNamespaceAndAccount(otherNamespace),
  },
  { operator: 'authorization-policy/address', at: `${SOURCE}.ipBlocks.*`, to: without(NO_ADDRESS) },
  { operator: 'authorization-policy/host', at: `${OPERATION}.hosts.*`, to: without(NO_HOST) },
  { operator: 'authorization-policy/method', at: `${OPERATION}.methods.*`, to: without('NO-SUCH-METHOD') },
  { operator: 'authorization-policy/path', at: `${OPERATION}.paths.*`, to: without('/no-such-path') },
  { operator: 'authorization-policy/port', at: `${OPERATION}.ports.*`, to: otherPort },
  { operator: 'authorization-policy/sni', at: `${RULE}.when.*.values.*`, to: without(NO_HOST) },
];

/** Selects everybody, or allows more. */
const WIDER: readonly Rule[] = [
  { operator: 'authorization-policy/any-workload', at: 'spec.selector', to: drop },
  { operator: 'authorization-policy/allow-all', at: 'spec.rules', to: (rules) => [added(rules)] },
  { operator: 'authorization-policy/any-source', at: `${RULE}.from`, to: drop },
  { operator: 'authorization-policy/any-principal', at: `${SOURCE}.principals`, to: where(['*']) },
  {
    operator: 'authorization-policy/any-account',
    at: `${SOURCE}.principals.*`,
    to: ofNamespaceAndAccount(everyAccount),
  },
  {
    operator: 'authorization-policy/any-namespace',
    at: `${SOURCE}.principals.*`,
    to: ofNamespaceAndAccount((trustDomain) => `${trustDomain}/*`),
  },
  { operator: 'authorization-policy/any-operation', at: `${RULE}.to`, to: drop },
  // Hosts, methods, paths or ports: an operation with none of them is refused.
  { operator: 'authorization-policy/drop-condition', at: `${OPERATION}.*`, to: dropOneOfMany },
  { operator: 'authorization-policy/drop-exception', at: `${OPERATION}.notHosts.*`, to: dropOneOfMany },
  { operator: 'authorization-policy/drop-excluded-sni', at: `${RULE}.when.*.notValues.*`, to: dropOneOfMany },
  { operator: 'authorization-policy/drop-when', at: `${RULE}.when`, to: drop },
  { operator: 'authorization-policy/any-upgrade', at: `${RULE}.when.*`, to: ofUpgrade },
  { operator: 'authorization-policy/any-sni', at: `${RULE}.when.*.values`, to: where(['*']) },
];

export const AUTHORIZATION_POLICY: readonly Rule[] = [MOVED, ...NARROWER, ...WIDER];

/** One item less; where it is the only one, another in its place. */
function without(nobody: string): Rule['to'] {
  return (_, { siblings }) => [siblings > 1 ? DROPPED : becomes(nobody)];
}

/** The condition that a request is no upgrade. */
function ofUpgrade(value: unknown): Change[] {
  return (value as { readonly key?: unknown }).key === 'request.headers[upgrade]' ? [DROPPED] : [];
}

/** A rule that allows everything, after the others; also where there are none. */
function added(rules: unknown): Change {
  return rewritten([...listOf(rules), {}], '+ {}');
}

/** A principal is `TRUST_DOMAIN/ns/NAMESPACE/sa/ACCOUNT`; `*` is everybody's. */
function ofNamespaceAndAccount(to: (trustDomain: string, namespace: string, account: string) => string): Rule['to'] {
  return (value) => {
    const found = /^(.+)\/ns\/(.+)\/sa\/(.+)$/.exec(String(value));
    return found ? [becomes(to(found[1] as string, found[2] as string, found[3] as string))] : [];
  };
}

function otherAccount(trustDomain: string, namespace: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${NO_ACCOUNT}`;
}

function otherNamespace(trustDomain: string, _: string, account: string): string {
  return `${trustDomain}/ns/${NO_NAMESPACE}/sa/${account}`;
}

function everyAccount(trustDomain: string, namespace: string): string {
  return `${trustDomain}/ns/${namespace}/sa/*`;
}
