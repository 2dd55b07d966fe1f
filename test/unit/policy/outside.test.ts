import fc from 'fast-check';
import { BlockList } from 'node:net';
import { Cidr } from '../../../lib/model/cidr';
import { distinctPorts, internet } from '../../../lib/policy/outside';

const ranges = (family: 'ipv4' | 'ipv6', inside: readonly string[] = []): readonly string[] => {
  const block = internet([], inside).peers.map(({ ipBlock }) => ipBlock)[family === 'ipv4' ? 0 : 1];
  return block?.except ?? [];
};

function listOf(family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges(family)) {
    const [address = '', prefix] = range.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const NAT64 = (a: number, b: number, c: number, d: number): string =>
  `64:ff9b::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;

test('every range is one that the API server takes, inside all addresses of its family', () => {
  for (const [all, family] of [
    ['0.0.0.0/0', 'ipv4'],
    ['::/0', 'ipv6'],
  ] as const) {
    expect(ranges(family).length).toBeGreaterThan(5);
    for (const range of ranges(family)) expect(Cidr.parse(all).strictlyContains(Cidr.parse(range))).toBe(true);
  }
});

test('an IPv4 address is closed behind NAT64 exactly where it is closed by itself', () => {
  const [ipv4, ipv6] = [listOf('ipv4'), listOf('ipv6')];
  const byte = fc.nat(255);
  fc.assert(
    fc.property(byte, byte, byte, byte, (a, b, c, d) => {
      expect(ipv6.check(NAT64(a, b, c, d), 'ipv6')).toBe(ipv4.check([a, b, c, d].join('.'), 'ipv4'));
    }),
    {
      examples: [
        [169, 254, 169, 254],
        [10, 0, 0, 0],
        [172, 31, 255, 255],
        [172, 32, 0, 0],
        [8, 8, 8, 8],
      ],
    },
  );
});

test('further ranges go to their family, in order', () => {
  expect(ranges('ipv4', ['8.8.8.0/24'])).toContain('8.8.8.0/24');
  expect(ranges('ipv6', ['8.8.8.0/24'])).not.toContain('8.8.8.0/24');
  expect(ranges('ipv6', ['2001:db8::/32'])).toEqual([...ranges('ipv6', ['2001:db8::/32'])].sort());
});

test('ports stand once each, in order', () => {
  const port = (number: number, protocol: 'TCP' | 'UDP' = 'TCP') => ({ port: number, protocol });
  expect(distinctPorts([port(443), port(80), port(443), port(443, 'UDP')])).toEqual([
    port(80),
    port(443),
    port(443, 'UDP'),
  ]);
});
