import {
  gatewayKey,
  GatewayModel,
  maySharePods,
  maySharePolicies,
  sameGateway,
  serviceHost,
} from '../../../lib/mesh/gateway';
import { GATEWAY } from '../help';
import { gatewayOf } from '../analysis/meshes';

const OWN_DOMAIN = { ...GATEWAY, clusterDomain: 'k8s.example.internal' };

test('serviceHost returns the full name of the Service in the cluster domain', () => {
  expect(serviceHost(GATEWAY)).toBe('istio-egressgateway.istio-system.svc.cluster.local');
  expect(serviceHost(OWN_DOMAIN)).toBe('istio-egressgateway.istio-system.svc.k8s.example.internal');
});

test('gateways are the same if they have the same namespace and Service', () => {
  expect(gatewayKey(GATEWAY)).toBe('istio-system/istio-egressgateway');
  expect(sameGateway(GATEWAY, { ...OWN_DOMAIN, selector: { istio: 'x' }, defaultDeny: true })).toBe(true);
  expect(sameGateway(GATEWAY, { ...GATEWAY, namespace: 'istio-egress' })).toBe(false);
  expect(sameGateway(GATEWAY, { ...GATEWAY, serviceName: 'second' })).toBe(false);
});

describe('two gateways', () => {
  const eu = (over: Partial<GatewayModel> = {}): GatewayModel =>
    gatewayOf('eu', { selector: { a: '1', b: '2' }, ...over });

  test.each<[string, Record<string, string>, boolean]>([
    ['the same labels', { b: '2', a: '1' }, true],
    ['fewer labels', { a: '1' }, true],
    ['more labels', { a: '1', b: '2', c: '3' }, true],
    ['another value of a label', { a: '1', b: '3' }, false],
    ['labels that only overlap', { a: '1', c: '3' }, false],
  ])('may share pods in two namespaces if one selects %s: %p', (_, selector, expected) => {
    const us = gatewayOf('us', { selector });
    expect(maySharePods(eu(), us)).toBe(expected);
    expect(maySharePods(us, eu())).toBe(expected);
  });

  test.each<[string, Partial<GatewayModel>, boolean]>([
    ['in two namespaces', {}, false],
    ['in one namespace', { namespace: 'egress-eu' }, true],
    ['of which one is in the root namespace', { namespace: 'istio-system' }, true],
    ['in one namespace, with other pods', { namespace: 'egress-eu', selector: { a: '2' } }, false],
    [
      'of which one is in the root namespace, with other pods',
      { namespace: 'istio-system', selector: { a: '2' } },
      false,
    ],
  ])('with the same labels %s may share policies: %p', (_, over, expected) => {
    const us = gatewayOf('us', { selector: eu().selector, ...over });
    expect(maySharePolicies(eu(), us)).toBe(expected);
    expect(maySharePolicies(us, eu())).toBe(expected);
  });

  test('share policies of a root namespace with another name', () => {
    const [a, b] = [eu(), gatewayOf('us', { selector: eu().selector })];
    const rootNamespace = 'egress-us';
    expect(maySharePolicies({ ...a, rootNamespace }, { ...b, rootNamespace })).toBe(true);
  });
});
