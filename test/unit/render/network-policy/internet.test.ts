import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { BlockList } from 'node:net';
import { Cidr } from '../../../../lib/network/cidr';
import { CLOUD_METADATA } from '../../../../lib/network/cloud-metadata';
import { distinctPorts, internet } from '../../../../lib/render/network-policy/internet';

const ranges = (family: 'ipv4' | 'ipv6', inside: readonly string[] = []): readonly string[] => {
  const block = internet([], inside).peers.map(({ ipBlock }) => ipBlock)[family === 'ipv4' ? 0 : 1];
  return block?.except ?? [];
};

function listOf(family: 'ipv4' | 'ipv6', inside: readonly string[] = []): BlockList {
  const list = new BlockList();
  for (const range of ranges(family, inside)) {
    const [address = '', prefix] = range.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const NAT64 = (a: number, b: number, c: number, d: number): string =>
  `64:ff9b::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;

test('internet() excludes ranges of the same family only, which the API server accepts', () => {
  for (const [all, family] of [
    ['0.0.0.0/0', 'ipv4'],
    ['::/0', 'ipv6'],
  ] as const) {
    expect(ranges(family).length).toBeGreaterThan(5);
    for (const range of ranges(family)) expect(Cidr.parse(all).strictlyContains(Cidr.parse(range))).toBe(true);
  }
});

test('internet() excludes the NAT64 address of exactly the excluded IPv4 addresses', () => {
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
        [168, 63, 129, 16],
        [168, 63, 129, 17],
        [192, 0, 0, 192],
        [192, 0, 1, 0],
        [198, 17, 255, 255],
        [198, 18, 0, 0],
        [198, 19, 255, 255],
      ],
    },
  );
});

test('internet() excludes each range once, and no nested range', () => {
  for (const family of ['ipv4', 'ipv6'] as const) {
    const cidrs = ranges(family).map((range) => Cidr.parse(range));
    expect(new Set(ranges(family)).size).toBe(cidrs.length);
    for (const cidr of cidrs) expect(cidrs.filter((other) => other.strictlyContains(cidr))).toEqual([]);
  }
});

describe('internet()', () => {
  test.each(CLOUD_METADATA.map(({ service, address }) => [service, address]))('excludes %s: %s', (_, address) => {
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    expect(listOf(family).check(address, family)).toBe(true);
  });

  test.each(['192.0.0.1', '192.0.0.255', '198.18.0.1', '198.19.255.254', 'fec0::1', 'feff::1'])(
    'excludes %s',
    (address) => {
      const family = address.includes(':') ? 'ipv6' : 'ipv4';
      expect(listOf(family).check(address, family)).toBe(true);
    },
  );

  test.each(['192.0.1.1', '192.0.2.1', '198.17.0.1', '198.20.0.1', '198.51.100.1', '203.0.113.10', '168.63.129.15'])(
    'does not exclude %s',
    (address) => {
      expect(listOf('ipv4').check(address, 'ipv4')).toBe(false);
    },
  );
});

test('internet() excludes internal ranges in the block of their family, sorted', () => {
  expect(ranges('ipv4', ['8.8.8.0/24'])).toContain('8.8.8.0/24');
  expect(ranges('ipv6', ['8.8.8.0/24'])).not.toContain('8.8.8.0/24');
  expect(ranges('ipv6', ['2001:db8::/32'])).toEqual([...ranges('ipv6', ['2001:db8::/32'])].sort());
});

test('internet() excludes the NAT64 addresses of internal IPv4 ranges', () => {
  expect(listOf('ipv6', ['8.8.8.0/24']).check(NAT64(8, 8, 8, 8), 'ipv6')).toBe(true);
});

test.each<[string, string[], string[]]>([
  ['repeated', ['8.8.8.0/24', '8.8.8.0/24'], ['8.8.8.0/24']],
  ['repeated in another spelling', ['2001:db8::/32', '2001:0DB8:0::/32'], ['2001:db8::/32']],
  ['nested', ['8.8.8.0/24', '8.8.0.0/16'], ['8.8.0.0/16']],
  ['excluded by default', ['10.0.0.0/8', '10.1.0.0/16', 'fc00::/7', 'fd00::/8'], []],
])('internet() excludes internal ranges once if they are %s', (_, inside, more) => {
  const added = (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const before = ranges(family);
    const after = ranges(family, inside);
    expect(before.filter((range) => !after.includes(range))).toEqual([]);
    return after.filter((range) => !before.includes(range) && !range.startsWith('64:ff9b::'));
  });
  expect(added).toEqual(more);
});

test('internet() replaces excluded ranges by an internal range that contains them', () => {
  const left = ranges('ipv4', ['192.0.0.0/8']);
  expect(left).toContain('192.0.0.0/8');
  expect(left.filter((range) => range.startsWith('192.'))).toEqual(['192.0.0.0/8']);
});

test('distinctPorts() returns each port once, sorted', () => {
  const port = (number: number, protocol: 'TCP' | 'UDP' = 'TCP') => ({ port: number, protocol });
  expect(distinctPorts([port(443), port(80), port(443), port(443, 'UDP')])).toEqual([
    port(80),
    port(443),
    port(443, 'UDP'),
  ]);
});

test('distinctPorts() returns every token after the other ports', () => {
  const later = (): never => Lazy.any({ produce: () => 1 }) as never;
  const [one, two] = [later(), later()];
  const tcp = (port: number) => ({ port, protocol: 'TCP' as const });
  const ports = distinctPorts([tcp(two), tcp(443), tcp(one), tcp(80), tcp(two), { port: two, protocol: 'UDP' }]);
  expect(ports).toHaveLength(5);
  expect(ports.slice(0, 2)).toEqual([tcp(80), tcp(443)]);
  const behind = ports.slice(2).map(({ port, protocol }) => [port === one ? 'one' : port === two && 'two', protocol]);
  expect(behind).toEqual([
    ['two', 'TCP'],
    ['one', 'TCP'],
    ['two', 'UDP'],
  ]);
});
