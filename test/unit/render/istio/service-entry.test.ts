import { serviceEntrySpec } from '../../../../lib/render/istio/service-entry';
import { HttpProtocol } from '../../../../lib/mesh/http-protocol';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

describe('the ServiceEntry of a host', () => {
  test('has every port of every route, each with its protocol and a different name', () => {
    const { ports } = serviceEntrySpec(externalHost([HTTP_80, TLS_443, { ...DIRECT_443, number: 8443 }]));
    expect(ports?.map(({ number, protocol }) => [number, protocol])).toEqual([
      [80, 'HTTP'],
      [443, 'TLS'],
      [8443, 'HTTPS'],
    ]);
    expect(new Set(ports?.map(({ name }) => name)).size).toBe(3);
  });

  test('has the protocol in which the gateway calls the host', () => {
    expect(serviceEntrySpec(externalHost([{ ...HTTP_80, httpProtocol: HttpProtocol.GRPC }])).ports).toEqual([
      { name: 'grpc-80', number: 80, protocol: 'GRPC' },
    ]);
  });

  test('has resolution DNS and location MESH_EXTERNAL, because with NONE the gateway has no endpoint', () => {
    const spec = serviceEntrySpec(externalHost([HTTP_80]));
    expect([spec.resolution, spec.location, spec.hosts]).toEqual(['DNS', 'MESH_EXTERNAL', ['edition.cnn.com']]);
  });

  test('has an endpoint with a final dot, so that no search domain applies', () => {
    expect(serviceEntrySpec(externalHost([HTTP_80])).endpoints).toEqual([{ address: 'edition.cnn.com.' }]);
  });

  test('is exported to all namespaces by default', () => {
    expect(serviceEntrySpec(externalHost([HTTP_80])).exportTo).toBeUndefined();
  });
});
