import { VirtualServiceSpec } from '../../../../imports/networking.istio.io';
import { virtualServiceSpec } from '../../../../lib/render/istio/virtual-service';
import { STRIPPED_HEADERS } from '../../../../lib/http/stripped-headers';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { ClientTls } from '../../../../lib/mesh/client-tls';
import { GatewayModel } from '../../../../lib/mesh/gateway';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

const REFS = 'istio-system/egress-server-x';
const SERVICE = 'istio-egressgateway.istio-system.svc.cluster.local';

/** The ports of the gateway differ from those of the host, so that tests can distinguish them. */
const PORTS = { httpPort: { port: 8000, targetPort: 1 }, tlsPort: { port: 8001, targetPort: 2 } };

function spec(ports: readonly ExternalPort[], gateway: Partial<GatewayModel> = {}): VirtualServiceSpec {
  return virtualServiceSpec(externalHost(ports, { ...PORTS, ...gateway }), REFS);
}

const toGateway = (port: number) => [
  { destination: { host: SERVICE, subset: 'edition-cnn-com', port: { number: port } } },
];
const toHost = (port: number) => [{ destination: { host: 'edition.cnn.com', port: { number: port } } }];

describe('the VirtualService of a host', () => {
  test.each([ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE])(
    'with %s routes HTTP to the gateway, and from the gateway to the host',
    (clientTls) => {
      const { http, tls, tcp } = spec([{ ...HTTP_80, number: 81 }], { clientTls });
      expect(http).toEqual([
        { match: [{ gateways: ['mesh'], port: 81 }], route: toGateway(8000) },
        {
          match: [{ gateways: [REFS], port: 8000 }],
          headers: { request: { remove: STRIPPED_HEADERS } },
          route: toHost(81),
        },
      ]);
      expect([tls, tcp]).toEqual([undefined, undefined]);
    },
  );

  test('with ISTIO_MUTUAL has a tcp route at the gateway for TLS, because its server terminates mesh mTLS', () => {
    const { http, tls, tcp } = spec([{ ...TLS_443, number: 444 }]);
    expect(tls).toEqual([
      { match: [{ gateways: ['mesh'], port: 444, sniHosts: ['edition.cnn.com'] }], route: toGateway(8001) },
    ]);
    expect(tcp).toEqual([{ match: [{ gateways: [REFS], port: 8001 }], route: toHost(444) }]);
    expect(http).toBeUndefined();
  });

  test('with DISABLE has tls routes by SNI for sidecars and the gateway, because its server passes TLS through', () => {
    const { http, tls, tcp } = spec([{ ...TLS_443, number: 444 }], { clientTls: ClientTls.DISABLE });
    const sniHosts = ['edition.cnn.com'];
    expect(tls).toEqual([
      { match: [{ gateways: ['mesh'], port: 444, sniHosts }], route: toGateway(8001) },
      { match: [{ gateways: [REFS], port: 8001, sniHosts }], route: toHost(444) },
    ]);
    expect([http, tcp]).toEqual([undefined, undefined]);
  });

  test.each([ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE])('with %s has no rule for a direct port', (clientTls) => {
    const written = spec([HTTP_80, DIRECT_443], { clientTls });
    expect(written).toEqual(spec([HTTP_80], { clientTls }));
    expect(JSON.stringify(written)).not.toContain('443');
  });

  test('has http, tls and tcp routes if the host has an HTTP port and a TLS port', () => {
    const { http, tls, tcp } = spec([HTTP_80, TLS_443]);
    expect([http?.length, tls?.length, tcp?.length]).toEqual([2, 1, 1]);
  });

  test('is for its host only, on the mesh and on its own Gateway', () => {
    const { hosts, gateways } = spec([HTTP_80]);
    expect(hosts).toEqual(['edition.cnn.com']);
    expect([...(gateways ?? [])].sort()).toEqual(['istio-system/egress-server-x', 'mesh']);
  });

  test('has no sourceNamespace or sourceLabels in a match, because Istio then ignores gateways', () => {
    expect(JSON.stringify(spec([HTTP_80, TLS_443]))).not.toMatch(/sourceNamespace|sourceLabels/);
  });

  test('does not remove the headers of keepHeaders at the gateway', () => {
    const { http } = spec([{ ...HTTP_80, keptHeaders: ['b3', 'x-request-id'] }]);
    const removed = http?.[1]?.headers?.request?.remove;
    expect(removed).toEqual(STRIPPED_HEADERS.filter((name) => name !== 'b3' && name !== 'x-request-id'));
    expect(http?.[0]?.headers).toBeUndefined();
  });

  test('has no headers block if every header is kept', () => {
    expect(spec([{ ...HTTP_80, keptHeaders: STRIPPED_HEADERS }]).http?.[1]).not.toHaveProperty('headers');
  });
});
