import fc from 'fast-check';
import { Host } from '../../../lib/host/host';
import { isDynamicTls, dynamicTlsLoopback } from '../../../lib/mesh/dynamic-tls';
import { ExternalHost } from '../../../lib/mesh/external-host';
import { HostServer, outerName, serversOf } from '../../../lib/mesh/host-server';
import { byDns, DYNAMIC_DNS } from '../../../lib/mesh/resolution';
import * as arbitraries from '../../property/arbitraries';
import { externalHost, HTTP_80, TLS_443 } from '../help';

const server = (name: string): HostServer => ({ name: Host.parsePattern(name), passthrough: TLS_443 });

describe('the loopback addresses of a server', () => {
  test('are a contract, since the apps that share a gateway compute them', () => {
    expect(dynamicTlsLoopback(server('*.s3.example.com'))).toEqual({
      destination: '127.98.134.151',
      source: '127.172.77.158',
    });
  });

  test('differ between ports of a wildcard', () => {
    const further = server(outerName(Host.parsePattern('*.s3.example.com'), 8443).name);
    expect(dynamicTlsLoopback(further)).toEqual({ destination: '127.88.254.249', source: '127.191.107.65' });
  });

  test('are no address of another program, and never each other', () => {
    fc.assert(
      fc.property(arbitraries.host, (name) => {
        const { destination, source } = dynamicTlsLoopback(server(`*.${name}`));
        const [first, second, ...others] = destination.split('.').map(Number);
        expect([first, second !== undefined && second >= 64 && second < 128]).toEqual([127, true]);
        expect(others.every((number) => number >= 0 && number < 256)).toBe(true);
        expect(source).toMatch(/^127\.(12[89]|1[3-8]\d|19[01])\.\d{1,3}\.\d{1,3}$/);
      }),
    );
  });
});

test.each<[string, boolean, ExternalHost]>([
  ['TLS to names that the gateway resolves', true, { ...externalHost([TLS_443]), resolution: DYNAMIC_DNS }],
  ['HTTP to such names', false, { ...externalHost([HTTP_80]), resolution: DYNAMIC_DNS }],
  ['TLS to one host', false, { ...externalHost([TLS_443]), resolution: byDns(Host.parse('www.example.com')) }],
  ['TLS to a single host', false, externalHost([TLS_443])],
])('isDynamicTls of %s is %p', (_, expected, external) => {
  expect(serversOf(external).map((each) => isDynamicTls(each, external))).toEqual([expected]);
});
