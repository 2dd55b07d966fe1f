/** The library of ranges of the API server's CEL, as far as rules here use it. A range is a text: `IPv4 167772160/8`. */
import { isIPv4, isIPv6 } from 'node:net';
import { celFunc, celMethod, CelScalar } from '@bufbuild/cel';

export const cidrs = [
  celFunc('isCIDR', [CelScalar.STRING], CelScalar.BOOL, (text) => read(text) !== undefined),
  celFunc('cidr', [CelScalar.STRING], CelScalar.STRING, (text) => written(parse(text))),
  celMethod('masked', CelScalar.STRING, [], CelScalar.STRING, function () {
    const { value, bits, prefix } = reread(String(this));
    const host = BigInt(bits - prefix);
    return written({ value: (value >> host) << host, bits, prefix });
  }),
];

interface Range {
  readonly value: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

function parse(text: string): Range {
  const range = read(text);
  if (range === undefined) throw new Error(`no range: ${text}`);
  return range;
}

function read(text: string): Range | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/(0|[1-9]\d*)$/.exec(text) ?? [];
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (bits === undefined || Number(length) > bits) return undefined;
  return { value: numberOf(address, bits), bits, prefix: Number(length) };
}

function numberOf(address: string, bits: 32 | 128): bigint {
  if (bits === 32) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  // The URL has the canonical form, without an IPv4 address at its end.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head = [], tail = []] = groups.map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function reread(text: string): Range {
  const [, version, value = '', prefix] = /^IPv([46]) (\d+)\/(\d+)$/.exec(text) ?? [];
  return { value: BigInt(value), bits: version === '4' ? 32 : 128, prefix: Number(prefix) };
}

function written({ value, bits, prefix }: Range): string {
  return `${bits === 32 ? 'IPv4' : 'IPv6'} ${value}/${prefix}`;
}
