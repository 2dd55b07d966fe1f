import { contains } from '../../network/address-range';
import { perObject } from '../../input/per-object';
import { Mesh } from '../model/mesh';
import { allOf, anyHas, assumed, certain, Claim, not } from './claim';
import { Action, Condition } from './authorization-spec';
import { isExact, matchesGlob, matchesPath, matchesText } from './text-match';

/** A request or a connection as it arrives at the pods of a gateway. */
export interface Arrival {
  /** The identity in the certificate of the caller, `cluster.local/ns/payments/sa/api`; absent without mesh mTLS. */
  readonly identity?: string;
  /** The address of the caller; absent if no object has the address. */
  readonly address?: string;
  /** The SNI of the connection. */
  readonly sni?: string;
  /** The port of the pod. */
  readonly port: number;
  /** The address that the caller dialed; absent if no object has the address. */
  readonly destination?: string;
  /** The parts of the request that an HTTP proxy reads; absent if the proxy passes bytes on. */
  readonly http?: { readonly host: string; readonly method?: string; readonly path?: string };
  /** The value of every other attribute; absent if no object has the values. */
  readonly others?: string;
}

/** The context in which the rules of a policy are evaluated. */
export interface Reading {
  /**
   * Whether an unknown attribute has a value that a rule names. The value that lets the request pass is the one that is assumed: true for
   * the rules of ALLOW.
   */
  readonly unknownMatches: boolean;
  /** The namespace of the policy. */
  readonly namespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
}

/** Returns the context of the rules of a policy, by its namespace and its action. */
export function readingOf({ settings }: Mesh, namespace: string, action: Action): Reading {
  const { trustDomain = 'cluster.local', trustDomainAliases = [] } = settings;
  return { unknownMatches: action === 'ALLOW', namespace, trustDomain, trustDomainAliases };
}

/** Returns whether a key is an attribute of HTTP, which no TCP filter has. */
export function isHttpKey(key: string): boolean {
  return key === 'host' || key === 'method' || key === 'path' || key.startsWith('request.');
}

/** Returns whether an arrival meets a condition: has one of the values, and none of the excluded values. */
export function meetsCondition(condition: Condition, arrival: Arrival, reading: Reading): Claim {
  const { key, values = [], notValues = [] } = condition;
  const { unknownMatches, namespace, trustDomain, trustDomainAliases } = reading;
  const included = values.length === 0 ? certain(true) : isAnyOf(condition, arrival, reading);
  if (notValues.length === 0) return included;
  const opposite: Reading = { unknownMatches: !unknownMatches, namespace, trustDomain, trustDomainAliases };
  return allOf([included, not(anyHas(notValues, (value) => hasValue(key, value, arrival, opposite)))]);
}

/** A policy can list every SNI of a team. */
function isAnyOf(condition: Condition, arrival: Arrival, reading: Reading): Claim {
  const { key, values = [] } = condition;
  const names = key === 'connection.sni' ? exactValues(condition) : undefined;
  if (names?.has(arrival.sni ?? '') === true) return certain(true);
  return anyHas(values, (value) => hasValue(key, value, arrival, reading));
}

const exactValues = perObject(({ values = [] }: Condition): ReadonlySet<string> => new Set(values.filter(isExact)));

/** Returns whether an attribute of an arrival has a value (istio.io/istio `pilot/pkg/security/authz/model/generator.go`). */
function hasValue(key: string, value: string, arrival: Arrival, reading: Reading): Claim {
  const { identity, sni = '', port, http } = arrival;
  if (key.startsWith('source.') && key !== 'source.ip') {
    return certain(identity !== undefined && hasIdentity(key, value, identity, reading));
  }
  switch (key) {
    case 'source.ip':
    case 'remote.ip':
      return isInRange(value, arrival.address, 'the address of the caller', reading);
    case 'destination.ip':
      return isInRange(value, arrival.destination, 'the address that the caller dials', reading);
    case 'destination.port':
      return certain(Number(value) === port);
    case 'connection.sni':
      return certain(matchesText(value, sni));
    case 'host':
      return certain(matchesText(value.toLowerCase(), http?.host.toLowerCase() ?? ''));
    case 'method':
      return known(http?.method, (text) => matchesText(value, text), ['the method of the request', IS, value], reading);
    case 'path':
      return known(
        http?.path,
        (text) => matchesPath(value, text),
        ['the path of the request', MATCHES, value],
        reading,
      );
    default:
      return known(arrival.others, (text) => matchesText(value, text), [key, MATCHES, value], reading);
  }
}

function hasIdentity(key: string, value: string, identity: string, reading: Reading): boolean {
  switch (key) {
    case 'source.principal':
      return matchesText(localPrincipal(value, reading), identity);
    case 'source.namespace':
      return matchesGlob(`*/ns/${value}/*`, identity);
    case 'source.serviceAccount':
      return isServiceAccount(value, identity, reading.namespace);
    case 'source.trustDomain':
      return matchesText(value, identity.split('/')[0] ?? '');
    default:
      return false;
  }
}

/** Replaces `cluster.local`, and aliases, by the trust domain of the mesh (istio.io/istio `pilot/pkg/trustdomain`). */
function localPrincipal(pattern: string, { trustDomain, trustDomainAliases }: Reading): string {
  const alias = ['cluster.local', ...trustDomainAliases].find((each) => pattern.startsWith(`${each}/`));
  return alias === undefined ? pattern : trustDomain + pattern.slice(alias.length);
}

/** A name without a namespace is of the namespace of the policy. */
function isServiceAccount(value: string, identity: string, home: string): boolean {
  const [namespace, account] = value.includes('/') ? value.split('/') : [home, value];
  return identity.endsWith(`/ns/${namespace}/sa/${account}`);
}

function isInRange(range: string, address: string | undefined, what: string, reading: Reading): Claim {
  if (address === undefined && range.endsWith('/0')) return certain(true);
  return known(address, (text) => contains(range, text), [what, IS_IN, range], reading);
}

/** A statement about an attribute: the subject, the verb, and the object. */
type Statement = readonly [subject: string, verb: Verb, object: string];

/** A verb, and its negation. */
type Verb = readonly [holds: string, fails: string];

const IS: Verb = ['is', 'is not'];
const IS_IN: Verb = ['is in', 'is not in'];
const MATCHES: Verb = ['matches', 'does not match'];

/** Returns whether a value has a property. If the value is unknown, the statement is an assumption. */
function known<Value>(
  value: Value | undefined,
  matches: (value: Value) => boolean,
  [subject, [holds, fails], object]: Statement,
  { unknownMatches }: Reading,
): Claim {
  if (value !== undefined) return certain(matches(value));
  return assumed(unknownMatches, `${subject} ${unknownMatches ? holds : fails} ${object}`);
}
