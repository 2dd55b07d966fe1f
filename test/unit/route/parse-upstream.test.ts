import { Host } from '../../../lib/host/host';
import { HostResolution } from '../../../lib/mesh/host-resolution';
import { byDns, DYNAMIC_DNS } from '../../../lib/mesh/resolution';
import { assertFitsTarget } from '../../../lib/route/parse-upstream';
import { HTTP_80, TLS_443 } from '../help';
import { findingOf } from '../input/findings';

const upstream = { connectTimeout: '5s' };

test('settings of TLS with dynamic DNS are rejected, since an EnvoyFilter replaces the cluster', () => {
  const finding = findingOf(() => assertFitsTarget({ upstream, ports: [TLS_443] }, DYNAMIC_DNS));
  expect(finding).toMatchObject({
    code: 'EGR0121',
    problem: 'WildcardTarget.dynamicDns() cannot be used with upstream.connectTimeout',
    allowed: 'dynamicDns() on an ExternalTlsRoute without upstream and resolution',
    fix: 'remove upstream.connectTimeout, or write WildcardTarget.host("www.example.com") with a host that serves every name',
  });
});

test('a resolution of a wildcard is rejected, since its target states one', () => {
  const stated = { resolution: HostResolution.DNS, ports: [HTTP_80] };
  expect(findingOf(() => assertFitsTarget(stated, DYNAMIC_DNS))).toMatchObject({
    code: 'EGR0121',
    problem: 'WildcardTarget.dynamicDns() cannot be used with resolution',
    allowed: 'dynamicDns() without resolution, endpoints, failover and loadBalancer: each name is the only endpoint',
    fix: 'remove resolution',
  });
});

test('settings of HTTP with dynamic DNS are accepted', () => {
  expect(() => assertFitsTarget({ upstream, ports: [HTTP_80] }, DYNAMIC_DNS)).not.toThrow();
});

test('endpoints of a wildcard with a host as its target are rejected, since the target is the endpoint', () => {
  const stated = { upstream: { endpoints: [{ address: '203.0.113.9' }] }, ports: [TLS_443] };
  expect(findingOf(() => assertFitsTarget(stated, byDns(Host.parse('www.a.com'))))).toMatchObject({
    code: 'EGR0121',
    problem: 'WildcardTarget.host(...) cannot be used with upstream.endpoints',
    allowed: 'host(...) without resolution, endpoints and failover: the target is the only endpoint',
    fix: 'remove upstream.endpoints',
  });
});
