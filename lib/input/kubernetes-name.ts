import { EgressError } from './egress-error';
import { assertText } from './text';
import { assertLiteral } from './token';

/** A form of names. */
interface NameForm {
  readonly name: string;
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly allowed: string;
}

const LABEL = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';

const DNS_LABEL: NameForm = {
  name: 'DNS-1123 label',
  pattern: new RegExp(`^${LABEL}$`),
  maxLength: 63,
  allowed: 'lower case letters, digits and inner hyphens; at most 63 characters',
};

const SERVICE_NAME: NameForm = {
  name: 'DNS-1035 label',
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  maxLength: 63,
  allowed: 'lower case letters, digits and inner hyphens, beginning with a letter; at most 63 characters',
};

const DNS_SUBDOMAIN: NameForm = {
  name: 'DNS-1123 subdomain',
  pattern: new RegExp(`^${LABEL}(\\.${LABEL})*$`),
  maxLength: 253,
  allowed: 'lower case letters, digits, inner hyphens and inner dots; at most 253 characters; without a namespace',
};

const SECRET_KEY: NameForm = {
  name: 'key of a Secret',
  pattern: /^(?!\.$|\.\.)[-._a-zA-Z0-9]+$/,
  maxLength: 253,
  allowed: 'letters, digits, hyphens, underscores and dots; at most 253 characters',
};

/** Returns whether a text is a DNS-1123 label. */
export function isDnsLabel(text: string): boolean {
  return hasForm(text, DNS_LABEL);
}

/**
 * Parses the name of a namespace: a DNS-1123 label.
 *
 * @param what subject of the error: `namespace`
 * @throws EgressError if the value is not a DNS-1123 label
 */
export function parseDnsLabel(what: string, value: string): string {
  return parseName(what, value, DNS_LABEL);
}

/**
 * Parses the name of a Service: a DNS-1035 label (https://kubernetes.io/docs/concepts/services-networking/service/).
 *
 * @param what subject of the error: `serviceName`
 * @throws EgressError if the value is not a DNS-1035 label
 */
export function parseServiceName(what: string, value: string): string {
  return parseName(what, value, SERVICE_NAME);
}

/**
 * Parses the name of a ServiceAccount or a Secret: a DNS-1123 subdomain. Unlike the name of a namespace, the name may have dots.
 *
 * @param what subject of the error: `service account`, `credentialName`
 * @throws EgressError if the value is not a DNS-1123 subdomain
 */
export function parseDnsSubdomain(what: string, value: string): string {
  return parseName(what, value, DNS_SUBDOMAIN, (text) => text.replace(/^.*[/:]/s, ''));
}

/**
 * Parses a key of a Secret (`IsConfigMapKey` in k8s.io/apimachinery `pkg/util/validation/validation.go`).
 *
 * @param what subject of the error: `key`
 * @throws EgressError if the value is not a key
 */
export function parseSecretKey(what: string, value: string): string {
  return parseName(what, value, SECRET_KEY);
}

function parseName(what: string, value: string, form: NameForm, repair = (text: string) => text): string {
  assertLiteral(what, value);
  if (hasForm(value, form)) {
    assertText(what, value);
    return value;
  }
  const repaired = typeof value === 'string' ? repair(value.trim()).toLowerCase() : undefined;
  throw EgressError.of({
    code: 'EGR0110',
    problem: `${what} must be a ${form.name}`,
    got: value,
    allowed: form.allowed,
    fix: hasForm(repaired, form) ? `write "${repaired}"` : 'write the name as "kubectl get" prints it',
  });
}

function hasForm(value: unknown, { pattern, maxLength }: NameForm): boolean {
  return typeof value === 'string' && value.length <= maxLength && pattern.test(value);
}
