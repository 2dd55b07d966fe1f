import fc from 'fast-check';
import { Host } from '../../../lib/host/host';
import { byDns } from '../../../lib/mesh/resolution';
import { tunnelledPorts, tunnelLoopback, tunnelPort, tunnelTarget } from '../../../lib/mesh/tunnel';
import { DIRECT_443, externalHost, GATEWAY, HTTP_80, TLS_443 } from '../help';
import { originating } from '../analysis/meshes';
import { validHosts } from './hosts';

const number = fc.integer({ min: 1, max: 65_535 });
const PROXY = { host: 'proxy.corp.example', port: 3128, isAddress: false };

describe('the loopback addresses of a host', () => {
  test('are addresses that no other connection of the proxy has, and follow from the host alone', () => {
    fc.assert(
      fc.property(validHosts, (name) => {
        const found = tunnelLoopback({ host: Host.parse(name) });
        expect(found.destination).toMatch(/^127\.[1-9]\d*\.\d+\.[1-9]\d*$/);
        expect(found.source).toMatch(/^127\.(12[89]|1[3-8]\d|19[01])\.\d+\.\d+$/);
        expect(found).toEqual(tunnelLoopback({ host: Host.parse(`${name.toUpperCase()}.`) }));
      }),
    );
  });

  test('are part of the contract: apps on one gateway, and later versions, compute the same addresses and port', () => {
    const { host } = externalHost([]);
    expect(tunnelLoopback({ host })).toEqual({ destination: '127.50.152.227', source: '127.154.194.127' });
    expect(tunnelPort({ host, gateway: GATEWAY }, 443)).toBe(38_563);
  });
});

describe('the port of a tunnel', () => {
  test('is unprivileged, and no port of the gateway', () => {
    fc.assert(
      fc.property(validHosts, number, number, (name, port, taken) => {
        const host = Host.parse(name);
        const free = tunnelPort({ host, gateway: GATEWAY }, port);
        expect(free).toBeGreaterThanOrEqual(20_000);
        expect(free).toBeLessThanOrEqual(65_535);
        for (const name of ['tlsPort', 'cidrsPort'] as const) {
          const gateway = { ...GATEWAY, [name]: { port: free, targetPort: taken } };
          expect([free, taken]).not.toContain(tunnelPort({ host, gateway }, port));
        }
      }),
    );
  });

  test('differs for two ports of a host, unless they differ by 32768', () => {
    fc.assert(
      fc.property(validHosts, number, number, (name, a, b) => {
        const host = Host.parse(name);
        const [first, second] = [a, b].map((port) => tunnelPort({ host, gateway: GATEWAY }, port));
        expect(first === second).toBe(a === b || Math.abs(a - b) === 32_768);
      }),
    );
  });
});

describe('the tunnels of a host', () => {
  test('are those of its ports through the gateway, if the host has a proxy', () => {
    const ports = [HTTP_80, TLS_443, DIRECT_443];
    expect(tunnelledPorts(externalHost(ports))).toEqual([]);
    expect(tunnelledPorts({ ...externalHost(ports), upstreamProxy: PROXY })).toEqual([HTTP_80, TLS_443]);
  });

  test('end at the host, to the TLS port of the host, or to the target of a wildcard', () => {
    const external = externalHost([HTTP_80]);
    expect(tunnelTarget(external, HTTP_80)).toEqual({ targetHost: 'edition.cnn.com', targetPort: 80 });
    expect(tunnelTarget(external, originating())).toEqual({ targetHost: 'edition.cnn.com', targetPort: 443 });
    const resolution = byDns(Host.parse('www.a.com'));
    expect(tunnelTarget({ ...external, resolution }, TLS_443)).toEqual({ targetHost: 'www.a.com', targetPort: 443 });
  });
});
