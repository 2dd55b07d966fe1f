import { createHash } from 'node:crypto';

/** Longest DNS-1123 label. */
const MAX = 63;
/** Hexadecimal digits of the hash that replaces what was cut off: 40 bits. */
const HASH = 10;

/**
 * A DNS name as part of an object's name: dots become hyphens, hyphens are doubled, so that `a-b.com` (`a--b-com`) and
 * `a.b.com` (`a-b-com`) stay apart and a name follows from its host alone, never from which other hosts there are.
 * (Host labels neither begin nor end with a hyphen: one hyphen is a dot, two are one hyphen.) A wildcard begins with `any---`: the
 * three hyphens in a row that no other name has, but before the hash of one that was cut, which has no hyphen in it.
 */
export function slug(dnsName: string): string {
  const text = dnsName.replace(/^\*\./, '').replace(/-/g, '--').replace(/\./g, '-');
  return dnsName.startsWith('*.') ? `any---${text}` : text;
}

/**
 * A DNS-1123 label from a prefix that stands for the kind and a text that is unique in that kind. Too long a name keeps its
 * beginning and ends in `---` and a hash of the whole; no slug has exactly three hyphens in a row.
 */
export function objectName(prefix: string, text: string): string {
  const name = prefix === '' ? text : `${prefix}-${text}`;
  if (name.length <= MAX) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH);
  return `${name.slice(0, MAX - HASH - 3).replace(/-+$/, '')}---${hash}`;
}
