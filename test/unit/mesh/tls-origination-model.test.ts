import { Host } from '../../../lib/host/host';
import { namesToVerify, sniOf, TlsOriginationModel } from '../../../lib/mesh/tls-origination-model';
import { SIMPLE } from '../analysis/meshes';

const HOST = Host.parse('api.example.com');

describe('TLS origination', () => {
  test.each<[string, Partial<TlsOriginationModel>, string, string[]]>([
    ['by default sends the host as SNI, and verifies its name', {}, 'api.example.com', ['api.example.com']],
    ['with an SNI sends the SNI, and verifies its name', { sni: 'sni.com' }, 'sni.com', ['sni.com']],
    [
      'with subjectAltNames verifies these names only',
      { subjectAltNames: ['x.com', 'y.com'] },
      'api.example.com',
      ['x.com', 'y.com'],
    ],
    [
      'with an SNI and subjectAltNames uses each for its purpose',
      { sni: 'sni.com', subjectAltNames: ['x.com'] },
      'sni.com',
      ['x.com'],
    ],
  ])('%s', (_, more, sni, names) => {
    const origination = { ...SIMPLE, ...more };
    expect(sniOf(origination, HOST)).toBe(sni);
    expect(namesToVerify(origination, HOST)).toEqual(names);
  });
});
