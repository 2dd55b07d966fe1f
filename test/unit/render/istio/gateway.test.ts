import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { ClientTls } from '../../../../lib/mesh/client-tls';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

interface Server {
  readonly number: number;
  readonly protocol: string;
  readonly tls?: string;
}

function servers(clientTls: ClientTls, ports: readonly ExternalPort[]): Server[] {
  const { servers: written } = gatewaySpec(externalHost(ports, { clientTls }));
  return (written ?? []).map(({ port, tls }) => ({
    number: port?.number ?? 0,
    protocol: port?.protocol ?? '',
    ...(tls && { tls: tls.mode }),
  }));
}

describe('the Gateway object of a host', () => {
  test.each<[ClientTls, Server]>([
    [ClientTls.ISTIO_MUTUAL, { number: 80, protocol: 'HTTPS', tls: 'ISTIO_MUTUAL' }],
    [ClientTls.DISABLE, { number: 80, protocol: 'HTTP' }],
  ])('with %s has the server %p for HTTP', (clientTls, server) => {
    expect(servers(clientTls, [HTTP_80])).toEqual([server]);
  });

  test.each<[ClientTls, Server]>([
    [ClientTls.ISTIO_MUTUAL, { number: 443, protocol: 'TLS', tls: 'ISTIO_MUTUAL' }],
    [ClientTls.DISABLE, { number: 443, protocol: 'TLS', tls: 'PASSTHROUGH' }],
  ])('with %s has the server %p for TLS', (clientTls, server) => {
    expect(servers(clientTls, [TLS_443])).toEqual([server]);
  });

  test.each([ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE])('with %s has no server for a direct port', (clientTls) => {
    expect(servers(clientTls, [HTTP_80, DIRECT_443]).map((server) => server.number)).toEqual([80]);
  });

  test('has servers on the ports of the Service, not on those of the host or the pods', () => {
    const httpPort = { port: 8000, targetPort: 9000 };
    const tlsPort = { port: 8001, targetPort: 9001 };
    const ports = [
      { ...HTTP_80, number: 81 },
      { ...TLS_443, number: 444 },
    ];
    const spec = gatewaySpec(externalHost(ports, { httpPort, tlsPort }));
    expect(spec.servers?.map((server) => server.port?.number)).toEqual([8000, 8001]);
  });

  test('has different port names, which istiod requires', () => {
    const names = gatewaySpec(externalHost([HTTP_80, TLS_443])).servers?.map((server) => server.port?.name);
    expect(new Set(names).size).toBe(2);
  });

  test("selects the gateway's pods and accepts VirtualServices of the host's namespace only", () => {
    const spec = gatewaySpec(externalHost([HTTP_80, TLS_443], { selector: { istio: 'mine' } }));
    expect(spec.selector).toEqual({ istio: 'mine' });
    expect(spec.servers?.map((server) => server.hosts)).toEqual([
      ['default/edition.cnn.com'],
      ['default/edition.cnn.com'],
    ]);
  });
});
