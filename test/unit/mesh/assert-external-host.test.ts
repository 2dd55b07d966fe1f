import { Host } from '../../../lib/host/host';
import { assertExternalHost } from '../../../lib/mesh/assert-external-host';
import { GATEWAY } from '../help';
import { findingOf } from '../input/findings';

const OWN_DOMAIN = { ...GATEWAY, clusterDomain: 'k8s.example.internal' };

describe('assertExternalHost', () => {
  test.each([
    ['istio-egressgateway.istio-system', GATEWAY],
    ['istio-egressgateway.istio-system.svc', GATEWAY],
    ['istio-egressgateway.istio-system.svc.cluster.local', GATEWAY],
    ['ISTIO-EgressGateway.istio-system.svc.cluster.local.', GATEWAY],
    ['istio-egressgateway.istio-system.svc.k8s.example.internal', OWN_DOMAIN],
  ])("rejects %s, the gateway's own Service", (name, gateway) => {
    const host = Host.parse(name);
    const { code, problem, got, fix } = findingOf(() => assertExternalHost(gateway, host));
    expect(code).toBe('EGR0203');
    expect(problem).toBe("host cannot be the gateway's own Service");
    expect(got).toBe(`"${host.name}"`);
    expect(fix).toMatch(new RegExp(`^remove "${host.name}" from hosts`));
  });

  test.each([
    ['reviews.default', GATEWAY],
    ['reviews.default.svc', GATEWAY],
    ['reviews.default.svc.cluster.local', GATEWAY],
    ['pod.reviews.default.svc.cluster.local', GATEWAY],
    ['*.svc.cluster.local', GATEWAY],
    ['cluster.local', GATEWAY],
    ['reviews.default.svc.clusterset.local', GATEWAY],
    ['*.svc.clusterset.local', GATEWAY],
    ['reviews.default.svc.k8s.example.internal', OWN_DOMAIN],
    ['k8s.example.internal', OWN_DOMAIN],
    ['*.example.internal', OWN_DOMAIN],
    ['reviews.default.svc.cluster.local', OWN_DOMAIN],
  ])('rejects %s, which is or covers a name inside the cluster', (name, gateway) => {
    const { code, problem, allowed } = findingOf(() => assertExternalHost(gateway, Host.parsePattern(name)));
    expect([code, problem]).toEqual(['EGR0203', 'host cannot be inside the cluster']);
    expect(allowed).toContain(gateway.clusterDomain);
  });

  test.each([
    ['istio-egressgateway.istio-system.svc.cluster.local', "wildcardTarget cannot be the gateway's own Service"],
    ['kubernetes.default.svc.cluster.local', 'wildcardTarget cannot be inside the cluster'],
  ])('rejects %s as the target of a wildcard', (name, expected) => {
    const { problem, fix } = findingOf(() => assertExternalHost(GATEWAY, Host.parse(name), 'wildcardTarget'));
    expect(problem).toBe(expected);
    expect(fix).toMatch(/^write WildcardTarget\.host\("www\.example\.com"\) with an external host/);
  });

  test.each([
    'edition.cnn.com',
    'mycluster.local',
    'example.internal',
    'svc.example.com',
    'svc.cluster.local.example.com',
  ])('accepts %s, which is outside the cluster', (name) => {
    expect(() => assertExternalHost(OWN_DOMAIN, Host.parse(name))).not.toThrow();
  });
});
