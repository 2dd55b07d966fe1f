import { DYNAMIC_DNS } from '../../../lib/mesh/resolution';
import { assertFitsTarget } from '../../../lib/route/parse-upstream';
import { HTTP_80, TLS_443 } from '../help';
import { findingOf } from '../input/findings';

const upstream = { connectTimeout: '5s' };

test('settings of TLS with dynamic DNS are rejected, since an EnvoyFilter replaces the cluster', () => {
  const finding = findingOf(() => assertFitsTarget(upstream, DYNAMIC_DNS, [TLS_443]));
  expect(finding).toMatchObject({ code: 'EGR0121', fix: 'remove upstream.connectTimeout' });
});

test('settings of HTTP with dynamic DNS are accepted', () => {
  expect(() => assertFitsTarget(upstream, DYNAMIC_DNS, [HTTP_80])).not.toThrow();
});
