import { Host } from '../../../lib/host/host';
import { destinationsOf, resolvesName } from '../../../lib/mesh/destinations';
import { ClaimedPort } from '../../../lib/mesh/external-host';
import { byAddress, byDns, DYNAMIC_DNS, NO_RESOLUTION, Resolution } from '../../../lib/mesh/resolution';
import { originating, ranges, tcp } from '../analysis/meshes';
import { TLS_443 } from '../help';

const host = Host.parse('db.example.com');
const DIALLED = tcp(5432, '10.20.0.15', '2001:db8::15');
const NAME = { address: 'replica.example.com.' };
const OWN = { address: 'db.example.com.' };
const ADDRESS = { address: '10.30.0.16' };
const dns = (...endpoints: Resolution['endpoints']): Resolution => ({ kind: 'DNS', endpoints });
const DIRECT: ClaimedPort = { ...tcp(5433, '10.20.0.15'), routing: 'direct' };

describe('destinationsOf()', () => {
  test.each<[string, ClaimedPort, Resolution | undefined, readonly string[], number]>([
    ['the dialled addresses of a resolved name', DIALLED, undefined, ['10.20.0.15/32', '2001:db8::15/128'], 5432],
    [
      'dialled addresses and endpoints, each once',
      DIALLED,
      dns({ address: '10.20.0.15' }, OWN),
      ['10.20.0.15/32', '2001:db8::15/128'],
      5432,
    ],
    ['endpoints only, beside the name of another host', DIALLED, dns(ADDRESS, NAME), ['10.30.0.16/32'], 5432],
    ['endpoints only, if they are all addresses', DIALLED, byAddress(['10.30.0.16']), ['10.30.0.16/32'], 5432],
    ['endpoints only, also with resolution DNS', DIALLED, dns(ADDRESS), ['10.30.0.16/32'], 5432],
    [
      'dialled addresses that are the endpoints',
      tcp(5432, '10.20.0.15'),
      byAddress(['10.20.0.15']),
      ['10.20.0.15/32'],
      5432,
    ],
    [
      'endpoints on the port of TLS origination',
      originating({ port: 8443 }),
      byAddress(['10.30.0.16']),
      ['10.30.0.16/32'],
      8443,
    ],
    ['ranges', ranges(22, '203.0.113.0/28'), NO_RESOLUTION, ['203.0.113.0/28'], 22],
  ])('returns %s', (_, port, resolution, cidrs, at) => {
    expect(destinationsOf({ host, ports: [port, DIRECT], ...(resolution && { resolution }) })).toEqual([
      { cidrs, port: at },
    ]);
  });

  test.each<[string, ClaimedPort, Resolution | undefined]>([
    ['a virtual address', { ...tcp(5432, '240.240.0.1'), isVirtual: true }, undefined],
    ['a name', TLS_443, undefined],
    ['dialled addresses beside an endpoint that is a name', DIALLED, dns(NAME)],
    ['a requested name', TLS_443, DYNAMIC_DNS],
  ])('returns nothing for %s', (_, port, resolution) => {
    expect(destinationsOf({ host, ports: [port], ...(resolution && { resolution }) })).toEqual([]);
  });

  test('returns the address of a proxy in place of those of the host, and nothing for the name of a proxy', () => {
    const external = { host, ports: [DIALLED], resolution: byAddress(['10.30.0.16']) };
    const proxy = { host: '10.0.0.9', port: 3128, isAddress: true };
    expect(destinationsOf({ ...external, upstreamProxy: proxy })).toEqual([{ cidrs: ['10.0.0.9/32'], port: 3128 }]);
    expect(destinationsOf({ ...external, upstreamProxy: { ...proxy, host: 'proxy', isAddress: false } })).toEqual([]);
  });
});

test.each<[boolean, string, Resolution | undefined]>([
  [true, 'the name of the host', undefined],
  [true, 'the name of the host, in turns', { ...byDns(Host.parse('a.com')), kind: 'DNS_ROUND_ROBIN' }],
  [true, 'the requested name', DYNAMIC_DNS],
  [true, 'an endpoint', dns(ADDRESS, NAME)],
  [false, 'addresses', dns(ADDRESS)],
  [false, 'static addresses', byAddress(['10.30.0.16'])],
  [false, 'dialled addresses', NO_RESOLUTION],
])('resolvesName() returns %s for %s', (expected, _, resolution) => {
  expect(resolvesName({ ...(resolution && { resolution }) })).toBe(expected);
});
