import { Host } from '../../../lib/host/host';
import { namesToVerify, Origination, sniOf } from '../../../lib/mesh/tls-origination';

const HOST = Host.parse('api.example.com');
const SIMPLE: Origination = { mode: 'SIMPLE', port: 443, minProtocolVersion: 'TLSV1_2', verify: true };

describe('TLS from the gateway on', () => {
  test.each<[string, Partial<Origination>, string, string[]]>([
    ['by default asks for the host and checks its name', {}, 'api.example.com', ['api.example.com']],
    ['with an SNI asks for that and checks it', { sni: 'sni.com' }, 'sni.com', ['sni.com']],
    ['with names checks those alone', { subjectAltNames: ['x.com', 'y.com'] }, 'api.example.com', ['x.com', 'y.com']],
    ['with both keeps them apart', { sni: 'sni.com', subjectAltNames: ['x.com'] }, 'sni.com', ['x.com']],
  ])('%s', (_, more, sni, names) => {
    const origination = { ...SIMPLE, ...more };
    expect(sniOf(origination, HOST)).toBe(sni);
    expect(namesToVerify(origination, HOST)).toEqual(names);
  });
});
