import { assertEnum } from '../../../lib/input/enum';
import { findingOf } from './findings';

enum ClientTls {
  ISTIO_MUTUAL = 'ISTIO_MUTUAL',
  DISABLE = 'disabled',
}

test.each(Object.values(ClientTls))('assertEnum accepts the member %p', (value) => {
  expect(() => assertEnum('clientTls', value, 'ClientTls', ClientTls)).not.toThrow();
});

test.each([
  ['the name of a member in lower case', 'disable', '"disable"', 'write clientTls: ClientTls.DISABLE'],
  ['another text', 'mtls', '"mtls"', 'write clientTls: ClientTls.ISTIO_MUTUAL'],
  ['a missing value', undefined, 'undefined', 'write clientTls: ClientTls.ISTIO_MUTUAL'],
  ['the name of a property of objects', 'toString', '"toString"', 'write clientTls: ClientTls.ISTIO_MUTUAL'],
])('assertEnum rejects %s and names a member in the fix', (_, value, got, fix) => {
  expect(findingOf(() => assertEnum('clientTls', value, 'ClientTls', ClientTls))).toMatchObject({
    code: 'EGR0104',
    problem: 'clientTls must be a ClientTls',
    got,
    allowed: 'ClientTls.ISTIO_MUTUAL or ClientTls.DISABLE',
    fix,
  });
});
