import { HostResolution } from '../../../lib/mesh/host-resolution';
import { DYNAMIC_DNS } from '../../../lib/mesh/resolution';
import { assertFitsTarget } from '../../../lib/route/parse-upstream';
import { HTTP_80, TLS_443 } from '../help';
import { findingOf } from '../input/findings';

const upstream = { connectTimeout: '5s' };

test('settings of TLS with dynamic DNS are rejected, since an EnvoyFilter replaces the cluster', () => {
  const finding = findingOf(() => assertFitsTarget({ upstream, ports: [TLS_443] }, DYNAMIC_DNS));
  expect(finding).toMatchObject({ code: 'EGR0121', fix: 'remove upstream.connectTimeout' });
});

test('a resolution of a wildcard is rejected, since its target states one', () => {
  const stated = { resolution: HostResolution.DNS, ports: [HTTP_80] };
  expect(findingOf(() => assertFitsTarget(stated, DYNAMIC_DNS))).toMatchObject({
    code: 'EGR0121',
    problem: 'wildcardTarget and resolution exclude each other',
  });
});

test('settings of HTTP with dynamic DNS are accepted', () => {
  expect(() => assertFitsTarget({ upstream, ports: [HTTP_80] }, DYNAMIC_DNS)).not.toThrow();
});
