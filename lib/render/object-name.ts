import { createHash } from 'node:crypto';
import { Labels } from '../input/labels';
import { sortedByKey } from '../input/sorted-by-key';

/** Longest DNS-1123 label. */
const MAX = 63;
/** Hexadecimal digits of the hash at the end of a shortened name: 40 bits. */
const HASH = 10;

/**
 * Returns a DNS name as part of an object's name. Dots become hyphens, and hyphens are doubled, so that `a-b.com` (`a--b-com`)
 * and `a.b.com` (`a-b-com`) differ, and a name follows from its host alone, independent of other hosts. (Labels of hosts neither
 * begin nor end with a hyphen: one hyphen is a dot, two hyphens are one hyphen.) A wildcard begins with `any---`. No other name
 * has three hyphens in a row, except before the hash of a shortened name, and a hash has no hyphen.
 */
export function slug(dnsName: string): string {
  const text = dnsName.replace(/^\*\./, '').replace(/-/g, '--').replace(/\./g, '-');
  return dnsName.startsWith('*.') ? `any---${text}` : text;
}

/**
 * Returns a DNS-1123 label from a prefix for the kind and a text that is unique in that kind. If the name is too long, it is
 * shortened, and ends in `---` and a hash of the whole name. No slug has exactly three hyphens in a row.
 */
export function objectName(prefix: string, text: string): string {
  const name = prefix === '' ? text : `${prefix}-${text}`;
  if (name.length <= MAX) return name;
  return `${name.slice(0, MAX - HASH - 3).replace(/-+$/, '')}---${hashOf(name)}`;
}

/**
 * Returns the name of a namespace, or of pods with labels in the namespace, as part of an object's name: `default`, or
 * `default-reports---9c1a5fd0e2` of the label `app: reports`. The values of the labels are for readers, the hash is of the whole labels.
 */
export function podsName(namespace: string, podLabels: Labels): string {
  const labels = Object.entries(sortedByKey(podLabels));
  if (labels.length === 0) return namespace;
  const words = labels.map(([, value]) => value.toLowerCase().replace(/[^a-z0-9]+/g, '-'));
  return `${[namespace, ...words].join('-').replace(/-+$/, '')}---${hashOf(JSON.stringify(labels))}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH);
}
