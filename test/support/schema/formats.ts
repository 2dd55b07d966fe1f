/**
 * The goal of this module is to check the strings that Kubernetes checks in code rather than in its schemas. Each
 * format comes with the words that complete "must be ...".
 */
import { BlockList, isIP } from 'node:net';

interface StringFormat {
  readonly description: string;
  readonly matches: (text: string) => boolean;
}

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const WORD = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** The formats by name, for the `format` keyword of a schema. */
export const FORMATS: Readonly<Record<string, StringFormat>> = {
  'dns-label': {
    description: 'a DNS-1123 label: at most 63 of a-z, 0-9 and "-", not at an end',
    matches: (text) => text.length <= 63 && LABEL.test(text),
  },
  'dns-1035-label': {
    description: 'a DNS-1035 label: at most 63 of a-z, 0-9 and "-", beginning with a letter',
    matches: (text) => text.length <= 63 && LABEL.test(text) && /^[a-z]/.test(text),
  },
  'dns-subdomain': {
    description: 'a DNS-1123 subdomain: labels of a-z, 0-9 and "-" with dots between, at most 253',
    matches: (text) => text.length <= 253 && SUBDOMAIN.test(text),
  },
  'label-key': {
    description: 'a label or annotation key: [DNS subdomain/]name',
    matches: isQualifiedName,
  },
  'annotation-key': {
    description: 'a label or annotation key: [DNS subdomain/]name',
    matches: (text) => isQualifiedName(text.toLowerCase()),
  },
  'label-value': {
    description: 'a label value: at most 63 of A-Z, a-z, 0-9, "-", "_" and ".", the latter three not at an end',
    matches: (text) => text === '' || (text.length <= 63 && WORD.test(text)),
  },
  'port-name': {
    description: 'a port name: at most 15 of a-z, 0-9 and "-", with a letter, "-" neither doubled nor at an end',
    matches: (text) => text.length <= 15 && LABEL.test(text) && /[a-z]/.test(text) && !text.includes('--'),
  },
  cidr: {
    description: 'a CIDR block',
    matches: (text) => parseCidr(text) !== undefined,
  },
};

/** Whether one CIDR block lies inside another and is smaller; false when either is no CIDR block. */
export function isStrictlyWithin(inner: string, outer: string): boolean {
  const [small, large] = [parseCidr(inner), parseCidr(outer)];
  if (!small || !large || small.family !== large.family || small.prefix <= large.prefix) return false;
  const list = new BlockList();
  list.addSubnet(large.address, large.prefix, large.family);
  return list.check(small.address, small.family);
}

function isQualifiedName(text: string): boolean {
  const [name = '', prefix, ...more] = text.split('/').reverse();
  if (more.length > 0 || name.length > 63 || !WORD.test(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix));
}

function parseCidr(text: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [, address = '', digits] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 0 || address.includes('%') || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
