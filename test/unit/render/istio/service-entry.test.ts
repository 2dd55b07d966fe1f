import { serviceEntrySpec } from '../../../../lib/render/istio/service-entry';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

describe('the ServiceEntry of a host', () => {
  test('makes every port of every route known, each with its protocol and a name of its own', () => {
    const { ports } = serviceEntrySpec(externalHost([HTTP_80, TLS_443, { ...DIRECT_443, number: 8443 }]));
    expect(ports?.map(({ number, protocol }) => [number, protocol])).toEqual([
      [80, 'HTTP'],
      [443, 'TLS'],
      [8443, 'HTTPS'],
    ]);
    expect(new Set(ports?.map(({ name }) => name)).size).toBe(3);
  });

  test('is resolved by DNS and outside the mesh: with NONE the gateway would have no endpoint', () => {
    const spec = serviceEntrySpec(externalHost([HTTP_80]));
    expect([spec.resolution, spec.location, spec.hosts]).toEqual(['DNS', 'MESH_EXTERNAL', ['edition.cnn.com']]);
  });

  test('is where its name is, and nowhere in a search domain', () => {
    expect(serviceEntrySpec(externalHost([HTTP_80])).endpoints).toEqual([{ address: 'edition.cnn.com.' }]);
  });

  test('is visible to the whole mesh, so that no namespace reaches the host by another way', () => {
    expect(serviceEntrySpec(externalHost([HTTP_80])).exportTo).toBeUndefined();
  });
});
