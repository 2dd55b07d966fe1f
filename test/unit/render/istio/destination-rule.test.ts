import { DestinationRuleSpec } from '../../../../imports/networking.istio.io';
import { destinationRuleSpec } from '../../../../lib/render/istio/destination-rule';
import { ClientTls } from '../../../../lib/mesh/client-tls';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { GatewayModel } from '../../../../lib/mesh/gateway';
import { HttpProtocol } from '../../../../lib/mesh/http-protocol';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

function rule(ports: readonly ExternalPort[], gateway: Partial<GatewayModel> = {}): DestinationRuleSpec {
  return destinationRuleSpec(externalHost(ports, gateway));
}

describe('the DestinationRule of a host', () => {
  test.each<[string, ExternalPort[], number[]]>([
    ['HTTP', [HTTP_80], [80]],
    ['TLS', [TLS_443], [443]],
    ['both', [HTTP_80, TLS_443], [80, 443]],
    ['HTTP beside a direct port', [HTTP_80, DIRECT_443], [80]],
  ])('with ISTIO_MUTUAL has mesh mTLS with the host as SNI for %s, on Service ports %j', (_, ports, numbers) => {
    const settings = rule(ports).subsets?.[0]?.trafficPolicy?.portLevelSettings ?? [];
    expect(settings.map(({ port }) => port?.number)).toEqual(numbers);
    for (const { tls } of settings) expect(tls).toEqual({ mode: 'ISTIO_MUTUAL', sni: 'edition.cnn.com' });
  });

  test('with DISABLE has a subset without a traffic policy', () => {
    expect(rule([HTTP_80, TLS_443], { clientTls: ClientTls.DISABLE }).subsets).toEqual([{ name: 'edition-cnn-com' }]);
  });

  test.each([HttpProtocol.HTTP2, HttpProtocol.GRPC])(
    'calls the gateway in HTTP/2 for %s, whatever the name of the port of the Service',
    (httpProtocol) => {
      const settings = rule([{ ...HTTP_80, httpProtocol }, TLS_443]).subsets?.[0]?.trafficPolicy?.portLevelSettings;
      expect(settings?.map(({ connectionPool }) => connectionPool)).toEqual([
        { http: { h2UpgradePolicy: 'UPGRADE' } },
        undefined,
      ]);
    },
  );

  test.each<[ClientTls, number[]]>([
    [ClientTls.ISTIO_MUTUAL, [80, 443]],
    [ClientTls.DISABLE, [80]],
  ])(
    'with %s keeps the protocol of the application on the HTTP port of the gateway, and has no port without a setting',
    (clientTls, numbers) => {
      const { subsets } = rule([{ ...HTTP_80, useClientProtocol: true }, TLS_443], { clientTls });
      const settings = subsets?.[0]?.trafficPolicy?.portLevelSettings;
      expect(settings?.map(({ port }) => port?.number)).toEqual(numbers);
      expect(settings?.map(({ connectionPool }) => connectionPool)).toEqual([
        { http: { useClientProtocol: true } },
        ...numbers.slice(1).map(() => undefined),
      ]);
    },
  );

  test("uses the ports of the gateway's Service, sorted, not the ports of the host", () => {
    const httpPort = { port: 9000, targetPort: 1 };
    const tlsPort = { port: 8000, targetPort: 2 };
    const settings = rule([HTTP_80, TLS_443], { httpPort, tlsPort }).subsets?.[0]?.trafficPolicy?.portLevelSettings;
    expect(settings?.map(({ port }) => port?.number)).toEqual([8000, 9000]);
  });

  test.each([ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE])(
    'with %s has no traffic policy outside its subset, because Istio uses only the first of several rules',
    (clientTls) => {
      const { host, trafficPolicy, subsets } = rule([HTTP_80, TLS_443], { clientTls });
      expect(host).toBe('istio-egressgateway.istio-system.svc.cluster.local');
      expect(trafficPolicy).toBeUndefined();
      expect(subsets?.map(({ name, labels }) => ({ name, labels }))).toEqual([
        { name: 'edition-cnn-com', labels: undefined },
      ]);
    },
  );
});
