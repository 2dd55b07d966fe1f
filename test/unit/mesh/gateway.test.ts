import { refuseInternalHost, serviceHost } from '../../../lib/mesh/gateway';
import { Host } from '../../../lib/host/host';
import { FACTS, fixIn, messageOf } from '../help';

const OWN_DOMAIN = { ...FACTS, clusterDomain: 'k8s.example.internal' };

describe('serviceHost', () => {
  test('is the full name of the Service in the cluster domain', () => {
    expect(serviceHost(FACTS)).toBe('istio-egressgateway.istio-system.svc.cluster.local');
    expect(serviceHost(OWN_DOMAIN)).toBe('istio-egressgateway.istio-system.svc.k8s.example.internal');
  });
});

describe('refuseInternalHost', () => {
  test.each([
    ['istio-egressgateway.istio-system', FACTS],
    ['istio-egressgateway.istio-system.svc', FACTS],
    ['istio-egressgateway.istio-system.svc.cluster.local', FACTS],
    ['ISTIO-EgressGateway.istio-system.svc.cluster.local.', FACTS],
    ['istio-egressgateway.istio-system.svc.k8s.example.internal', OWN_DOMAIN],
  ])("refuses %s, the gateway's own", (name, gateway) => {
    const message = messageOf(() => refuseInternalHost(gateway, Host.parse(name)));
    expect(message).toMatch(/host is the gateway's own service/);
    expect(message).toContain(`got "${Host.parse(name).name}"`);
    expect(fixIn(message)).toMatch(/remove it from hosts/);
  });

  test.each([
    ['reviews.default.svc.cluster.local', FACTS],
    ['reviews.default.svc', FACTS],
    ['pod.reviews.default.svc.cluster.local', FACTS],
    ['cluster.local', FACTS],
    ['reviews.default.svc.k8s.example.internal', OWN_DOMAIN],
    ['k8s.example.internal', OWN_DOMAIN],
    ['reviews.default.svc.cluster.local', OWN_DOMAIN],
  ])('refuses %s, which is inside the cluster', (name, gateway) => {
    const message = messageOf(() => refuseInternalHost(gateway, Host.parse(name)));
    expect(message).toMatch(/host is inside the cluster/);
    expect(message).toContain(`got "${name}"`);
    expect(message).toContain(gateway.clusterDomain);
    expect(fixIn(message)).toMatch(/remove it from hosts/);
  });

  test.each([
    ['istio-egressgateway.istio-system.svc.cluster.local', "wildcard target is the gateway's own service"],
    ['kubernetes.default.svc.cluster.local', 'wildcard target is inside the cluster'],
  ])('speaks of %s as the target that it is', (name, problem) => {
    const message = messageOf(() => refuseInternalHost(FACTS, Host.parse(name), 'wildcard target'));
    expect(message).toContain(`${problem}: got "${name}"; allowed: a host outside the cluster domain cluster.local`);
    expect(fixIn(message)).toBe('write WildcardTarget.fixed("...") with a host outside that serves all the names');
  });

  test.each([
    'edition.cnn.com',
    'mycluster.local',
    'example.internal',
    'svc.example.com',
    'svc.cluster.local.example.com',
  ])('takes %s, which is outside', (name) => {
    expect(() => refuseInternalHost(OWN_DOMAIN, Host.parse(name))).not.toThrow();
  });
});
